"""What podpusher remembers: SQLite files, secrets, designs."""
