"""The outside world in one local process: Etsy, Printify, OpenAI, Stripe and the trend sites, as strict as the real ones.

Started as `python -m podpusher_cli.sandbox --home DIR`. Nothing of podpusher imports it; it is reached by base URL only.
"""
