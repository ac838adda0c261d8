"""What the directory tells whoever stands above it, inside the transaction of the act."""

from django.dispatch import Signal

unit_moved = Signal()  # unit: it, and those under it, stand elsewhere in the tree
cover_named = Signal()  # agent, cover, absent_from, absent_until: `cover` was named for an absence of `agent`
# unit, into: the people and duties of `unit` are those of `into`; `unit` is still there, and goes when the signal returns.
unit_merged = Signal()
unit_split = Signal()  # unit, into, agents: the keys of the people of `unit` who are now in `into`
# agents: keys of people written in bulk, past `save()`; placed: of these, those whose unit, site or presence changed;
# posted: those who were here and have another unit or position
agents_written = Signal()
