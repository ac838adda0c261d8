"""What the directory tells whoever stands above it, inside the transaction of the act."""

from django.dispatch import Signal

unit_moved = Signal()  # unit: it, and those under it, stand elsewhere in the tree
cover_named = Signal()  # agent, cover, absent_from, absent_until: `cover` was named for an absence of `agent`
