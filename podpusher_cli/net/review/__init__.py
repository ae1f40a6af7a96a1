"""The review page on this machine: Starlette on uvicorn, for loopback only."""
