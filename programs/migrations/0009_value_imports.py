"""Files of indicator values on their way in."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0008_open_data_settings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ValueImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=255, verbose_name='file')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='uploaded')),
                ('state', models.CharField(choices=[('to-check', 'waits to be checked'), ('checking', 'is being checked'), ('ready', 'can be imported'), ('refused', 'cannot be imported'), ('to-write', 'waits to be imported'), ('writing', 'is being imported'), ('done', 'imported'), ('failed', 'failed')], default='to-check', max_length=8, verbose_name='state')),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last step')),
                ('rows_total', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('rows_done', models.PositiveIntegerField(default=0, verbose_name='rows done')),
                ('new', models.PositiveIntegerField(default=0, verbose_name='new')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='changed')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='unchanged')),
                ('error_count', models.PositiveIntegerField(default=0, verbose_name='errors')),
                ('warning_count', models.PositiveIntegerField(default=0, verbose_name='warnings')),
                ('errors', models.JSONField(default=list, verbose_name='list of errors')),
                ('warnings', models.JSONField(default=list, verbose_name='list of warnings')),
                ('read_as', models.JSONField(default=list, verbose_name='how the file was read')),
                ('preview', models.JSONField(default=list, verbose_name='first rows')),
                ('fingerprint', models.CharField(blank=True, max_length=64, verbose_name='what it would change')),
                ('written_as', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='mark in the history')),
                ('is_stale', models.BooleanField(default=False, verbose_name='values were changed after the preview')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'import of values',
                'verbose_name_plural': 'imports of values',
                'ordering': ['-uploaded_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ValueImportFile',
            fields=[
                ('value_import', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='file', serialize=False, to='programs.valueimport')),
                ('content', models.BinaryField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
