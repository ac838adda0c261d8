import django.core.validators
import django.db.models.deletion
import intranet.base.clock
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessibilityPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('state', models.CharField(choices=[('not_audited', 'not yet audited'), ('none', 'not conformant'), ('partial', 'partially conformant'), ('full', 'fully conformant')], default='not_audited', max_length=12, verbose_name='state of conformity')),
                ('audited_on', models.DateField(blank=True, null=True, verbose_name='audited on')),
                ('audited_by', models.CharField(blank=True, max_length=160, verbose_name='audited by')),
                ('rate', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='criteria met, in %')),
                ('not_accessible', wagtail.fields.RichTextField(blank=True, verbose_name='what is not accessible')),
                ('contact', models.EmailField(blank=True, max_length=254, verbose_name='address to write to')),
            ],
            options={
                'verbose_name': 'accessibility statement',
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'not_audited'), ('audited_on__isnull', False), _connector='OR'), name='accessibility_state_rests_on_an_audit', violation_error_message='Only an audit gives a state of conformity: give its date.'), models.CheckConstraint(condition=models.Q(('rate', None), ('rate__lte', 100), _connector='OR'), name='accessibility_rate_is_a_percentage')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='AlertPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('level', models.CharField(choices=[('notice', 'notice'), ('warning', 'warning'), ('urgent', 'urgent')], default='notice', max_length=8, verbose_name='level')),
                ('message', models.CharField(help_text='What happens, for whom, what to do: two sentences at most.', max_length=240, verbose_name='message')),
                ('until', models.DateTimeField(blank=True, help_text='The banner goes by itself at this hour.', null=True, verbose_name='until')),
                ('body', wagtail.fields.StreamField([('text', 0), ('quote', 3), ('number', 7), ('picture', 8), ('call', 15)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'hr'], 'icon': 'pilcrow', 'label': 'Text', 'template': 'shell/blocks/text.html'}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'What was said', 'max_length': 500}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 160}), 3: ('wagtail.blocks.StructBlock', [[('words', 1), ('who', 2)]], {}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Number', 'max_length': 16}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'The sentence that says what it means', 'max_length': 200}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Source and date', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('number', 4), ('sentence', 5), ('source', 6)]], {}), 8: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture', 'template': 'shell/blocks/picture.html'}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Why, in a sentence', 'max_length': 300}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Words on the button', 'max_length': 40}), 12: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page', 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'Inside the site, from its first slash: /ideas/. Elsewhere, in full: https://…', 'label': 'or an address', 'max_length': 500, 'required': False, 'validators': [django.core.validators.RegexValidator('^(/(?!/)|https://)', 'Begin with / for an address of the site, or with https://.')]}), 14: ('wagtail.blocks.StructBlock', [[('page', 12), ('address', 13)]], {}), 15: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10), ('action', 11), ('link', 14)]], {})}, verbose_name='more, on its own page')),
            ],
            options={
                'verbose_name': 'alert',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Appearance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ('site_name', models.CharField(default='Traverse', help_text='Beside the mark, at the top of every page.', max_length=40, verbose_name='name of the site')),
                ('organisation', models.CharField(blank=True, help_text='In the title and at the foot of pages.', max_length=120, verbose_name='name of the organisation')),
                ('hue', models.PositiveSmallIntegerField(default=255, help_text='From 0 to 359 degrees, as in the strip below. Contrasts hold whatever the hue.', validators=[django.core.validators.MaxValueValidator(359)], verbose_name='hue')),
            ],
            options={
                'verbose_name': 'appearance',
                'constraints': [models.CheckConstraint(condition=models.Q(('hue__lte', 359)), name='appearance_hue_in_circle')],
            },
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('text', 0), ('cards', 8), ('quote', 11), ('call', 14), ('number', 18)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'hr'], 'icon': 'pilcrow', 'label': 'Text', 'template': 'shell/blocks/text.html'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'One sentence', 'max_length': 200, 'required': False}), 3: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'help_text': 'Inside the site, from its first slash: /ideas/. Elsewhere, in full: https://…', 'label': 'or an address', 'max_length': 500, 'required': False, 'validators': [django.core.validators.RegexValidator('^(/(?!/)|https://)', 'Begin with / for an address of the site, or with https://.')]}), 5: ('wagtail.blocks.StructBlock', [[('page', 3), ('address', 4)]], {}), 6: ('wagtail.blocks.StructBlock', [[('title', 1), ('text', 2), ('link', 5)]], {'label': 'Card'}), 7: ('wagtail.blocks.ListBlock', (6,), {'label': 'Cards', 'max_num': 6, 'min_num': 1}), 8: ('wagtail.blocks.StructBlock', [[('title', 1), ('cards', 7)]], {}), 9: ('wagtail.blocks.TextBlock', (), {'label': 'What was said', 'max_length': 500}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 160}), 11: ('wagtail.blocks.StructBlock', [[('words', 9), ('who', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'Why, in a sentence', 'max_length': 300}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Words on the button', 'max_length': 40}), 14: ('wagtail.blocks.StructBlock', [[('title', 1), ('text', 12), ('action', 13), ('link', 5)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Number', 'max_length': 16}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'The sentence that says what it means', 'max_length': 200}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'Source and date', 'max_length': 120, 'required': False}), 18: ('wagtail.blocks.StructBlock', [[('number', 15), ('sentence', 16), ('source', 17)]], {})}, verbose_name='composed part')),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'news',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('date', models.DateField(default=intranet.base.clock.today, verbose_name='date')),
                ('unit', models.ForeignKey(blank=True, help_text='The direction or service concerned. Empty: everyone.', limit_choices_to={'depth__lte': 3}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='news', to='directory.orgunit', verbose_name='for')),
                ('summary', models.CharField(help_text='What changes for the reader, in a sentence or two.', max_length=300, verbose_name='summary')),
                ('body', wagtail.fields.StreamField([('text', 0), ('quote', 3), ('number', 7), ('picture', 8), ('call', 15)], block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'hr'], 'icon': 'pilcrow', 'label': 'Text', 'template': 'shell/blocks/text.html'}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'What was said', 'max_length': 500}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 160}), 3: ('wagtail.blocks.StructBlock', [[('words', 1), ('who', 2)]], {}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Number', 'max_length': 16}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'The sentence that says what it means', 'max_length': 200}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Source and date', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('number', 4), ('sentence', 5), ('source', 6)]], {}), 8: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture', 'template': 'shell/blocks/picture.html'}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Why, in a sentence', 'max_length': 300}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Words on the button', 'max_length': 40}), 12: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page', 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'Inside the site, from its first slash: /ideas/. Elsewhere, in full: https://…', 'label': 'or an address', 'max_length': 500, 'required': False, 'validators': [django.core.validators.RegexValidator('^(/(?!/)|https://)', 'Begin with / for an address of the site, or with https://.')]}), 14: ('wagtail.blocks.StructBlock', [[('page', 12), ('address', 13)]], {}), 15: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10), ('action', 11), ('link', 14)]], {})}, verbose_name='text')),
            ],
            options={
                'verbose_name': 'news item',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='TextPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('text', 0), ('quote', 3), ('number', 7), ('picture', 8), ('call', 15)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'hr'], 'icon': 'pilcrow', 'label': 'Text', 'template': 'shell/blocks/text.html'}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'What was said', 'max_length': 500}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 160}), 3: ('wagtail.blocks.StructBlock', [[('words', 1), ('who', 2)]], {}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Number', 'max_length': 16}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'The sentence that says what it means', 'max_length': 200}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Source and date', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('number', 4), ('sentence', 5), ('source', 6)]], {}), 8: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture', 'template': 'shell/blocks/picture.html'}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Why, in a sentence', 'max_length': 300}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Words on the button', 'max_length': 40}), 12: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page', 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'Inside the site, from its first slash: /ideas/. Elsewhere, in full: https://…', 'label': 'or an address', 'max_length': 500, 'required': False, 'validators': [django.core.validators.RegexValidator('^(/(?!/)|https://)', 'Begin with / for an address of the site, or with https://.')]}), 14: ('wagtail.blocks.StructBlock', [[('page', 12), ('address', 13)]], {}), 15: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10), ('action', 11), ('link', 14)]], {})}, verbose_name='text')),
                ('title_english', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                ('body_english', wagtail.fields.StreamField([('text', 0), ('quote', 3), ('number', 7), ('picture', 8), ('call', 15)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link', 'hr'], 'icon': 'pilcrow', 'label': 'Text', 'template': 'shell/blocks/text.html'}), 1: ('wagtail.blocks.TextBlock', (), {'label': 'What was said', 'max_length': 500}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 160}), 3: ('wagtail.blocks.StructBlock', [[('words', 1), ('who', 2)]], {}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Number', 'max_length': 16}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'The sentence that says what it means', 'max_length': 200}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Source and date', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('number', 4), ('sentence', 5), ('source', 6)]], {}), 8: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture', 'template': 'shell/blocks/picture.html'}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 80}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Why, in a sentence', 'max_length': 300}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Words on the button', 'max_length': 40}), 12: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page', 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'Inside the site, from its first slash: /ideas/. Elsewhere, in full: https://…', 'label': 'or an address', 'max_length': 500, 'required': False, 'validators': [django.core.validators.RegexValidator('^(/(?!/)|https://)', 'Begin with / for an address of the site, or with https://.')]}), 14: ('wagtail.blocks.StructBlock', [[('page', 12), ('address', 13)]], {}), 15: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10), ('action', 11), ('link', 14)]], {})}, verbose_name='text in English')),
            ],
            options={
                'verbose_name': 'text',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('newspage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='shell.newspage')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('place', models.CharField(max_length=200, verbose_name='place')),
                ('capacity', models.CharField(blank=True, help_text='For example: free entry, 12 seats.', max_length=160, verbose_name='who may come')),
            ],
            options={
                'verbose_name': 'event',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='event_ends_after_it_begins', violation_error_message='An event ends after it begins.')],
            },
            bases=('shell.newspage',),
        ),
    ]
