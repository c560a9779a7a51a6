"""Hold every figure against every other that bears on the same quantity.

Read in this order: ``record`` (what the tables say), ``scenarios`` (how doubtful prints are taken),
``statements`` (what each figure says of which quantity), ``order`` (which quantities contain which),
``model`` (all of it as named linear rows over counts), ``propagation`` and ``solver`` (what the rows
imply, with proof), ``cores`` (what cannot be true together), ``engine`` (the whole, in one call).
"""
