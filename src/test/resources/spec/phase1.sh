# Auto-generated ID
uv run cupertino-nvr processor --streams 0
# → instance_id: processor-a3f2b1c0

# Custom ID
uv run cupertino-nvr processor --streams 0 --instance-id "processor-hab-0-3"
# → instance_id: processor-hab-0-3
