"""The doctor's checks: of the home and its `data`, of this `machine`, of the `accounts` at providers, of `billing`.

Each takes its own name and the `patient`, and gives what it found; what it raises is a finding, too.
"""
