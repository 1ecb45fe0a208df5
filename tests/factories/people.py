"""Members of staff and the frame around every page."""

import factory
from wagtail.models import Locale

from portal.core.models import SiteFrame, User


class UserFactory(factory.django.DjangoModelFactory):
    """A member of staff without any permission."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"staff-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("fictional password 1")


class SuperuserFactory(UserFactory):
    """A member of staff who may do everything in the admin."""

    is_staff = True
    is_superuser = True


class SiteFrameFactory(factory.django.DjangoModelFactory):
    """A live header and footer, in Bangla unless `locale` says otherwise."""

    class Meta:
        model = SiteFrame

    locale = factory.LazyFunction(Locale.get_default)
    name = "পরীক্ষার সংস্থা"
    short_name = "পরীক্ষা"
    help_label = "সাহায্য"
    call_label = "ফোন"
