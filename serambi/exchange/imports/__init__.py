"""Loading what a table of programs was understood to say into the register, all or nothing, and taking it back.

1. `proposal.propose(understood, plan, choices)` lists every change before it is made, and what stands against it.
2. `services.load(proposal, by=…, file=…)` makes these changes in one transaction and keeps a `Load`.
3. `undo.examine(load)` says what taking a load back would do; `undo.undo(load, by=…)` does it.
4. `layouts_kept` remembers how tables are laid out.
"""
