"""Connect a provider: a consent page or a key, proved before it is kept, and kept before it is used."""
