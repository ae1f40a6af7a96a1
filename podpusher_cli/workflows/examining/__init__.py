"""The doctor's checks: `data` of the home and its database, `machine` of this computer, `accounts` of the providers.

Each takes its own name and the `patient`, and gives what it found; what it raises is a finding, too.
"""
