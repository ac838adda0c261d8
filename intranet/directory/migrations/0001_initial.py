import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import intranet.directory.fields
import intranet.directory.querysets
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('communes', models.JSONField(blank=True, default=list, verbose_name='communes')),
            ],
            options={
                'verbose_name': 'territory',
                'verbose_name_plural': 'territories',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, unique=True, verbose_name='name')),
                ('address', models.CharField(blank=True, max_length=240, verbose_name='address')),
                ('commune', models.CharField(max_length=120, verbose_name='commune')),
                ('territory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='directory.territory', verbose_name='territory')),
            ],
            options={
                'verbose_name': 'site',
                'verbose_name_plural': 'sites',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Agent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='public identifier')),
                ('slug', models.SlugField(max_length=160, unique=True, verbose_name='address name')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='directory.site', verbose_name='site')),
                ('position_title', models.CharField(blank=True, max_length=160, verbose_name='position')),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='team', to=settings.AUTH_USER_MODEL, verbose_name='line manager')),
                ('phone', models.CharField(blank=True, max_length=30, validators=[django.core.validators.RegexValidator('^[0-9+ ().-]*$', 'Digits and spaces only.')], verbose_name='telephone')),
                ('about', models.TextField(blank=True, max_length=1000, verbose_name='in a few words')),
                ('absent_from', models.DateField(blank=True, null=True, verbose_name='absent from')),
                ('absent_until', models.DateField(blank=True, null=True, verbose_name='absent until')),
                ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='covers', to=settings.AUTH_USER_MODEL, verbose_name='covered by')),
                ('language', models.CharField(choices=[('fr', 'Français'), ('en', 'English')], default='fr', max_length=2, verbose_name='language')),
                ('details_confirmed_on', models.DateField(blank=True, null=True, verbose_name='details confirmed on')),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='erased on')),
                ('folded', intranet.directory.fields.FoldedField(blank=True, default='', editable=False, max_length=500, of=('first_name', 'last_name', 'position_title'), verbose_name='words for search')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'agent',
                'verbose_name_plural': 'agents',
                'ordering': ['last_name', 'first_name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('manager', None), models.Q(('manager', models.F('pk')), _negated=True), _connector='OR'), name='agent_not_own_manager'), models.CheckConstraint(condition=models.Q(('cover', None), models.Q(('cover', models.F('pk')), _negated=True), _connector='OR'), name='agent_not_own_cover'), models.CheckConstraint(condition=models.Q(('absent_until', None), models.Q(('absent_from__isnull', False), ('absent_until__gte', models.F('absent_from'))), _connector='OR'), name='agent_absence_in_order', violation_error_message='The end of an absence comes after its beginning.')],
                'indexes': [models.Index(condition=models.Q(('erased_at', None), ('is_active', True)), fields=['last_name', 'first_name', 'id', 'folded'], name='agent_by_name')],
            },
            managers=[
                ('objects', intranet.directory.querysets.AgentManager()),
            ],
        ),
        migrations.CreateModel(
            name='OrgUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('whole', 'organisation'), ('direction', 'direction'), ('service', 'service'), ('unit', 'unit')], default='service', max_length=12, verbose_name='kind')),
                ('mission', models.TextField(blank=True, max_length=2000, verbose_name='mission')),
                ('mailbox', models.EmailField(blank=True, max_length=254, verbose_name='shared mailbox')),
                ('head', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='heads', to=settings.AUTH_USER_MODEL, verbose_name='head')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='directory.site', verbose_name='main site')),
            ],
            options={
                'verbose_name': 'unit',
                'verbose_name_plural': 'units',
            },
        ),
        migrations.AddField(
            model_name='Agent',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='directory.orgunit', verbose_name='unit'),
        ),
        migrations.AddConstraint(
            model_name='agent',
            constraint=models.CheckConstraint(condition=models.Q(('slug__in', ('chart', 'me', 'suggest', 'units')), _negated=True), name='agent_slug_not_an_address', violation_error_message='This address name is taken by a page.'),
        ),
        migrations.AddIndex(
            model_name='agent',
            index=models.Index(condition=models.Q(('erased_at', None), ('is_active', True)), fields=['unit'], name='agent_by_unit'),
        ),
    ]
