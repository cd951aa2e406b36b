# Start 3 processors
uv run cupertino-nvr processor --streams 0,1 --instance-id "proc-a" --enable-control &
uv run cupertino-nvr processor --streams 2,3 --instance-id "proc-b" --enable-control &
uv run cupertino-nvr processor --streams 4,5 --instance-id "proc-c" --enable-control &

# Command to specific list (proc-a and proc-c, NOT proc-b)
mosquitto_pub -t "nvr/control/commands" -m '{
  "command": "set_fps",
  "params": {"max_fps": 0.05},
  "target_instances": ["proc-a", "proc-c"]
}'

# Verify only proc-a and proc-c changed FPS
mosquitto_pub -t "nvr/control/commands" -m '{"command": "status"}'
mosquitto_sub -t "nvr/control/status/#" -C 3

# Should see:
# proc-a: max_fps: 0.05 ✅
# proc-b: max_fps: 1.0  ✅ (no cambió)
# proc-c: max_fps: 0.05 ✅
