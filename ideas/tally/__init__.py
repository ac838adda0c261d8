"""How votes are counted: pure functions, whole numbers and fractions, no database.

`methods.py` is the door (one class for each way of voting), `canonical.py` the fingerprints,
`pack.py` the document that anyone can recount, `wording.py` the steps of a count as sentences.
"""
