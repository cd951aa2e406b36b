# Start 2 processors monitoring SAME camera (transición emergency)
uv run cupertino-nvr processor --streams 2 --instance-id "proc-main" --enable-control &
uv run cupertino-nvr processor --streams 2 --instance-id "emergency-room-2" --model yolov11x-640 --enable-control &

# Subscribe to camera 2 detections (single topic!)
mosquitto_sub -t "nvr/detections/2"

# Should see BOTH processors publishing to same topic:
# {"instance_id": "proc-main", "source_id": 2, "model_id": "yolov8x-640", ...}
# {"instance_id": "emergency-room-2", "source_id": 2, "model_id": "yolov11x-640", ...}

# Topic = aggregation by camera
# Payload.instance_id = metadata for debugging
