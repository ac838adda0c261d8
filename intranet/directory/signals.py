"""What the directory tells whoever stands above it, inside the transaction of the act."""

from django.dispatch import Signal

cover_named = Signal()  # agent, cover, absent_from, absent_until: `cover` was named for an absence of `agent`
