import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import intranet.base.clock
import knowledge.models.tips
import modelcluster.fields
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('directory', '0001_initial'),
        ('skills', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='knowledge_changes', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('kind', models.CharField(choices=[('published', 'New version'), ('reviewed', 'Checked: still right'), ('retired', 'Taken offline')], max_length=10, verbose_name='kind')),
                ('significance', models.CharField(blank=True, choices=[('minor', 'Minor: wording, a link'), ('significant', 'Significant: what one must do has changed')], max_length=12, verbose_name='how much it changes')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('at', models.DateTimeField(default=intranet.base.clock.now, verbose_name='on')),
            ],
            options={
                'verbose_name': 'change of a page',
                'verbose_name_plural': 'changes of pages',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='GuidePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                ('content_owner', models.ForeignKey(blank=True, help_text='Their e-mail address. Without it, the owner of the page above, then the knowledge editors.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who answers for this page')),
                ('contact_mailbox', models.EmailField(blank=True, max_length=254, verbose_name='contact mailbox')),
                ('review_every', models.PositiveSmallIntegerField(choices=[(3, '3 months'), (6, '6 months'), (12, '12 months'), (24, '24 months')], default=12, verbose_name='to be checked every')),
                ('reviewed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='checked on')),
                ('reviewed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
                ('review_due_on', models.DateField(blank=True, db_index=True, editable=False, null=True, verbose_name='to be checked by')),
                ('change_note', models.CharField(blank=True, max_length=300, verbose_name='what changes in this version')),
                ('change_significance', models.CharField(choices=[('minor', 'Minor: wording, a link'), ('significant', 'Significant: what one must do has changed')], default='significant', max_length=12, verbose_name='how much it changes')),
                ('origin_type', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contenttypes.contenttype')),
                ('origin_id', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('body', wagtail.fields.RichTextField(max_length=60000, verbose_name='text')),
                ('skills', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='skills.skill', verbose_name='skills')),
            ],
            options={
                'verbose_name': 'guide',
                'verbose_name_plural': 'guides',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='HelpPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='help_pause', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ('until', models.DateField(verbose_name='until')),
            ],
            options={
                'verbose_name': 'pause in being asked',
                'verbose_name_plural': 'pauses in being asked',
            },
        ),
        migrations.CreateModel(
            name='KnowledgeIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('content_owner', models.ForeignKey(blank=True, help_text='Their e-mail address.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who answers for pages without an owner')),
            ],
            options={
                'verbose_name': 'shared knowledge',
                'verbose_name_plural': 'shared knowledge',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('about_id', models.BigIntegerField()),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ('kind', models.CharField(choices=[('thanks', 'Thank you'), ('helped', 'It helped me')], max_length=8, verbose_name='kind')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='given on')),
            ],
            options={
                'verbose_name': 'mark',
                'verbose_name_plural': 'marks',
                'constraints': [models.UniqueConstraint(fields=('about_type', 'about_id', 'agent', 'kind'), name='mark_once')],
                'indexes': [models.Index(fields=['kind', 'created_at'], name='mark_lately')],
            },
        ),
        migrations.CreateModel(
            name='OutdatedFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='public identifier')),
                ('about_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('about_id', models.BigIntegerField()),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said by')),
                ('reason', models.CharField(max_length=500, verbose_name='what is no longer right')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='said on')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='replied on')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='replied by')),
                ('outcome', models.CharField(blank=True, choices=[('corrected', 'corrected'), ('still_right', 'still right'), ('withdrawn', 'taken offline')], max_length=12, verbose_name='outcome')),
                ('reply', models.CharField(blank=True, max_length=500, verbose_name='reply')),
            ],
            options={
                'verbose_name': 'report that something is no longer right',
                'verbose_name_plural': 'reports that something is no longer right',
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('about_type', 'about_id', 'agent'), name='flag_standing_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='flag_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', ''), ('reply', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True), models.Q(('reply', ''), _negated=True)), _connector='OR'), name='flag_closed_with_reply')],
                'indexes': [models.Index(fields=['about_type', 'about_id'], name='flag_by_object')],
            },
        ),
        migrations.CreateModel(
            name='ProcedurePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='in one sentence')),
                ('content_owner', models.ForeignKey(blank=True, help_text='Their e-mail address. Without it, the owner of the page above, then the knowledge editors.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who answers for this page')),
                ('contact_mailbox', models.EmailField(blank=True, max_length=254, verbose_name='contact mailbox')),
                ('review_every', models.PositiveSmallIntegerField(choices=[(3, '3 months'), (6, '6 months'), (12, '12 months'), (24, '24 months')], default=12, verbose_name='to be checked every')),
                ('reviewed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='checked on')),
                ('reviewed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
                ('review_due_on', models.DateField(blank=True, db_index=True, editable=False, null=True, verbose_name='to be checked by')),
                ('change_note', models.CharField(blank=True, max_length=300, verbose_name='what changes in this version')),
                ('change_significance', models.CharField(choices=[('minor', 'Minor: wording, a link'), ('significant', 'Significant: what one must do has changed')], default='significant', max_length=12, verbose_name='how much it changes')),
                ('origin_type', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='contenttypes.contenttype')),
                ('origin_id', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('who', models.CharField(blank=True, max_length=300, verbose_name='who does it')),
                ('when', models.CharField(blank=True, max_length=300, verbose_name='when')),
                ('needed', wagtail.fields.RichTextField(blank=True, max_length=4000, verbose_name='what you need')),
                ('steps', wagtail.fields.StreamField([('step', 3)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'What to do', 'max_length': 160}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link'], 'label': 'How', 'max_length': 4000, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Watch out', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1), ('watch', 2)]], {})}, verbose_name='steps')),
                ('after', wagtail.fields.RichTextField(blank=True, max_length=4000, verbose_name='afterwards')),
                ('skills', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='skills.skill', verbose_name='skills')),
            ],
            options={
                'verbose_name': 'procedure',
                'verbose_name_plural': 'procedures',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='ReviewTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'Check by a second person',
                'verbose_name_plural': 'Checks by a second person',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='Tip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='public identifier')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('text', models.TextField(max_length=900, verbose_name='tip')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tips', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('credit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='credited_tips', to=settings.AUTH_USER_MODEL, verbose_name='thanks to')),
                ('status', models.CharField(choices=[('live', 'live'), ('hidden', 'hidden by an editor'), ('removed', 'removed by its author'), ('expired', 'to be confirmed')], default='live', max_length=10, verbose_name='status')),
                ('hidden_reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tip hidden by')),
                ('expires_on', models.DateField(default=knowledge.models.tips.next_year, verbose_name='right until')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='tip confirmed on')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='edited on')),
                ('helped_count', models.PositiveIntegerField(default=0, verbose_name='colleagues helped')),
                ('thanks_count', models.PositiveIntegerField(default=0, verbose_name='thanks')),
                ('origin_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='contenttypes.contenttype')),
                ('origin_id', models.BigIntegerField(blank=True, null=True)),
                ('skills', models.ManyToManyField(blank=True, related_name='tips', to='skills.skill', verbose_name='skills')),
            ],
            options={
                'verbose_name': 'tip',
                'verbose_name_plural': 'tips',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='tip_says_something'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 900), name='tip_is_short'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'hidden'), _negated=True), models.Q(('hidden_reason', ''), _negated=True), _connector='OR'), name='tip_hidden_says_why')],
                'indexes': [models.Index(fields=['status', '-created_at'], name='tip_latest'), models.Index(fields=['origin_type', 'origin_id'], name='tip_by_origin')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='public identifier')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('title', models.CharField(max_length=160, verbose_name='question')),
                ('body', models.TextField(blank=True, max_length=3000, verbose_name='details')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to=settings.AUTH_USER_MODEL, verbose_name='question by')),
                ('audience', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.orgunit', verbose_name='asked to')),
                ('status', models.CharField(choices=[('open', 'waiting for an answer'), ('answered', 'with an answer'), ('closed', 'closed without an answer'), ('withdrawn', 'withdrawn')], default='open', max_length=10, verbose_name='status')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted on')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by')),
                ('accepted_reason', models.CharField(blank=True, max_length=300, verbose_name='why this answer')),
                ('closed_reason', models.CharField(blank=True, max_length=300, verbose_name='why it is closed')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='being answered by')),
                ('taken_until', models.DateTimeField(blank=True, null=True)),
                ('wave', models.PositiveSmallIntegerField(default=0, verbose_name='groups asked')),
                ('widens_at', models.DateTimeField(blank=True, null=True, verbose_name='goes further on')),
                ('editors_told_at', models.DateTimeField(blank=True, null=True)),
                ('reopened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened again on')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='edited on')),
                ('skills', models.ManyToManyField(blank=True, related_name='questions', to='skills.skill', verbose_name='skills')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='question_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), models.Q(('closed_reason', ''), _negated=True), _connector='OR'), name='question_closed_says_why')],
                'indexes': [models.Index(fields=['status', 'created_at'], name='question_by_age'), models.Index(condition=models.Q(('status', 'open')), fields=['widens_at'], name='question_to_widen')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='public identifier')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created on')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed on')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='knowledge.question', verbose_name='question')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to=settings.AUTH_USER_MODEL, verbose_name='answer by')),
                ('body', models.TextField(max_length=4000, verbose_name='answer')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='edited on')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='removed on')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='removed by')),
                ('removed_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was removed')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers to questions',
                'constraints': [models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='answer_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Routing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='routings', to='knowledge.question', verbose_name='question')),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='routings', to=settings.AUTH_USER_MODEL, verbose_name='sent to')),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='skills.skill', verbose_name='because of')),
                ('level', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='declared level')),
                ('wave', models.PositiveSmallIntegerField(verbose_name='group')),
                ('asked_at', models.DateTimeField(default=intranet.base.clock.now, verbose_name='sent on')),
                ('declined_at', models.DateTimeField(blank=True, null=True, verbose_name='declined on')),
            ],
            options={
                'verbose_name': 'question sent',
                'verbose_name_plural': 'questions sent',
                'constraints': [models.UniqueConstraint(fields=('question', 'agent'), name='routing_once')],
                'indexes': [models.Index(fields=['agent', 'asked_at'], name='routing_load')],
            },
        ),
        migrations.AddField(
            model_name='Question',
            name='accepted',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.answer', verbose_name='accepted answer'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted__isnull', False), ('status', 'answered')), models.Q(models.Q(('status', 'answered'), _negated=True), ('accepted', None)), _connector='OR'), name='question_answered_by_something'),
        ),
    ]
