from intranet.search.door import Document, Source, register
from tests.sample.models import Note

register(
    Source(
        kind="sample_note",
        model=Note,
        label="Notes",
        everyone=lambda: Note.objects.filter(is_hidden=False),
        document=lambda note: Document(title=note.title, labels=tuple(note.labels), body=note.body),
        detail=lambda note: "une note",
        area="knowledge",
    )
)
