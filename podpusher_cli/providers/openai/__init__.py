"""OpenAI, or a server that speaks its API: designs and listings for money (reference/openai.md)."""
