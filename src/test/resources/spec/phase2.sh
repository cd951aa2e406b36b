# Start 2 processors
uv run cupertino-nvr processor --streams 0,1 --instance-id "proc-a" --enable-control &
uv run cupertino-nvr processor --streams 2,3 --instance-id "proc-b" --enable-control &

# Broadcast status query
mosquitto_pub -t "nvr/control/commands" -m '{
  "command": "status",
  "target_instances": ["*"]
}'
mosquitto_sub -t "nvr/control/status/#" -C 2

# Should see:
# nvr/control/status/proc-a {"instance_id": "proc-a", "status": "running", ...}
# nvr/control/status/proc-b {"instance_id": "proc-b", "status": "running", ...}

# Targeted command
mosquitto_pub -t "nvr/control/commands" -m '{
  "command": "pause",
  "target_instances": ["proc-a"]
}'
mosquitto_sub -t "nvr/control/status/#" -C 1
# Should see only:
# nvr/control/status/proc-a {"instance_id": "proc-a", "status": "paused"}
