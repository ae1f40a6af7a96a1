"""A receiver of events on this machine: Starlette on uvicorn, for loopback only."""
