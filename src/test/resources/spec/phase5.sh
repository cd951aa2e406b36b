# Start processor with auto-generated ID
uv run cupertino-nvr processor --streams 2 --enable-control
# → instance_id: processor-a3f2b1c0

# Orchestrator gets instance_id from status
mosquitto_sub -t "nvr/control/status/#" -C 1
# nvr/control/status/processor-a3f2b1c0 {"instance_id": "processor-a3f2b1c0", ...}

# Orchestrator renames it (targeted command)
mosquitto_pub -t "nvr/control/commands" -m '{
  "command": "rename_instance",
  "params": {"new_instance_id": "emergency-room-2"},
  "target_instances": ["processor-a3f2b1c0"]
}'

# Verify new instance_id in status
mosquitto_sub -t "nvr/control/status/#" -C 1
# nvr/control/status/emergency-room-2 {"instance_id": "emergency-room-2", "renamed_from": "processor-a3f2b1c0", ...}

# Verify new instance_id in detections
mosquitto_sub -t "nvr/detections/2" -C 1
# {"instance_id": "emergency-room-2", "source_id": 2, ...}

# Verify can still control with new name
mosquitto_pub -t "nvr/control/commands" -m '{
  "command": "pause",
  "target_instances": ["emergency-room-2"]
}'
