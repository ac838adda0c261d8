"""The blocks of which editors compose pages: few, each with one sense."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class LinkBlock(blocks.StructBlock):
    """Where something leads: a page of the site, or an address."""

    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    address = blocks.CharBlock(
        required=False,
        max_length=500,
        label=_("or an address"),
        help_text=_("Inside the site, from its first slash: /ideas/. Elsewhere, in full: https://…"),
        validators=[RegexValidator(r"^(/(?!/)|https://)", _("Begin with / for an address of the site, or with https://."))],
    )

    class Meta:
        label = _("Link")
        icon = "link"

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            message = ValidationError(_("Choose a page or give an address: one of the two."))
            raise blocks.StructBlockValidationError(block_errors={"address": message})
        return cleaned


class LinkCardBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.CharBlock(max_length=200, required=False, label=_("One sentence"))
    link = LinkBlock()


class LinkCardsBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, label=_("Title"))
    cards = blocks.ListBlock(LinkCardBlock(label=_("Card")), min_num=1, max_num=6, label=_("Cards"))

    class Meta:
        label = _("Link cards")
        icon = "list-ul"
        template = "shell/blocks/link_cards.html"


class QuoteBlock(blocks.StructBlock):
    words = blocks.TextBlock(max_length=500, label=_("What was said"))
    who = blocks.CharBlock(max_length=160, label=_("Who said it"))

    class Meta:
        label = _("Quote")
        icon = "openquote"
        template = "shell/blocks/quote.html"


class CallBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.CharBlock(max_length=300, label=_("Why, in a sentence"))
    action = blocks.CharBlock(max_length=40, label=_("Words on the button"))
    link = LinkBlock()

    class Meta:
        label = _("Call to action")
        icon = "pick"
        template = "shell/blocks/call.html"


class NumberBlock(blocks.StructBlock):
    number = blocks.CharBlock(max_length=16, label=_("Number"))
    sentence = blocks.CharBlock(max_length=200, label=_("The sentence that says what it means"))
    source = blocks.CharBlock(max_length=120, required=False, label=_("Source and date"))

    class Meta:
        label = _("A number and its sentence")
        icon = "order"
        template = "shell/blocks/number.html"


def text_block() -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"), icon="pilcrow", template="shell/blocks/text.html")


class StoryBlock(blocks.StreamBlock):
    """The body of a news item, an alert, a legal text."""

    text = text_block()
    quote = QuoteBlock()
    number = NumberBlock()
    picture = ImageBlock(label=_("Picture"), template="shell/blocks/picture.html")
    call = CallBlock()


class HomeBlock(blocks.StreamBlock):
    """What editors add under the news of the home page."""

    text = text_block()
    cards = LinkCardsBlock()
    quote = QuoteBlock()
    call = CallBlock()
    number = NumberBlock()
