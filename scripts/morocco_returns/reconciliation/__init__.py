"""Hold every figure against every other that bears on the same quantity.

Read in this order: ``record`` (what the tables say), ``scenarios`` (how doubtful prints are taken),
``statements`` (what each figure says of which quantity), ``order`` and ``lattice`` (which quantities
contain which), ``model`` and ``system`` (all of it as named linear rows over counts), ``propagation``
and ``solver`` (what the rows imply, with proof), ``cores`` and ``verdict`` (what cannot be true
together, or only if), ``engine`` (the whole, in one call), ``tightest`` and ``tighten`` (bounds).
``rounding`` stands apart: it infers how a table rounds.
"""
