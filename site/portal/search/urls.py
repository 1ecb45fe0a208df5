from django.urls import path

from portal.search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggestions, name="search_suggestions"),
    path("followed/", views.followed, name="search_followed"),
]
