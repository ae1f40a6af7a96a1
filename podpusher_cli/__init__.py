"""podpusher: sell print-on-demand goods from one command line."""

__version__ = "0.1.0"
