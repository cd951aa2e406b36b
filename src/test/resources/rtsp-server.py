"""RTSP server for tests: rtsp-server.py PORT NAME=FILE... [--user NAME --password WORD]

Serves each MP4 file (H.264, or H.265 where NAME ends in "-h265"; Motion JPEG in "-mjpeg") at
rtsp://127.0.0.1:PORT/NAME, endlessly and in real time, and prints "ready" when it does.
"""
import argparse

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstApp, GstRtspServer  # noqa: E402

CODECS = {
    "h264": ("h264parse ! video/x-h264,stream-format=byte-stream,alignment=au",
             "h264parse ! rtph264pay config-interval=1"),
    "h265": ("h265parse ! video/x-h265,stream-format=byte-stream,alignment=au",
             "h265parse ! rtph265pay config-interval=1"),
    "mjpeg": ("queue", "rtpjpegpay"),
}


def pictures(path, parser):
    """All coded pictures of a file, and their caps."""
    pipeline = Gst.parse_launch(
        f"filesrc location={path} ! qtdemux ! {parser} ! appsink name=out sync=false")
    out = pipeline.get_by_name("out")
    pipeline.set_state(Gst.State.PLAYING)
    found, caps = [], None
    while (sample := out.pull_sample()) is not None:
        caps = sample.get_caps()
        buffer = sample.get_buffer()
        found.append((buffer.extract_dup(0, buffer.get_size()), buffer.dts, buffer.pts, buffer.duration))
    pipeline.set_state(Gst.State.NULL)
    return found, caps


class Factory(GstRtspServer.RTSPMediaFactory):
    def __init__(self, path, codec):
        super().__init__()
        parser, payloader = CODECS[codec]
        self.found, self.caps = pictures(path, parser)
        self.set_shared(True)
        self.set_launch(f"( appsrc name=src format=time max-bytes=4000000 ! {payloader} name=pay0 pt=96 )")
        self.connect("media-configure", self.configure)

    def configure(self, _, media):
        source = media.get_element().get_by_name("src")
        source.set_property("caps", self.caps)
        state = {"next": 0, "loop": 0}
        length = sum(duration for *_, duration in self.found)

        def need_data(appsrc, _):
            data, dts, pts, duration = self.found[state["next"]]
            buffer = Gst.Buffer.new_wrapped(data)
            offset = state["loop"] * length
            buffer.pts = pts + offset
            if dts != Gst.CLOCK_TIME_NONE:
                buffer.dts = dts + offset
            buffer.duration = duration
            state["next"] += 1
            if state["next"] == len(self.found):
                state["next"], state["loop"] = 0, state["loop"] + 1
            appsrc.emit("push-buffer", buffer)

        source.connect("need-data", need_data)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port")
    parser.add_argument("mounts", nargs="+")
    parser.add_argument("--user")
    parser.add_argument("--password")
    arguments = parser.parse_args()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(arguments.port)
    if arguments.user:
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "user")
        auth = GstRtspServer.RTSPAuth()
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(arguments.user, arguments.password), token)
        server.set_auth(auth)
    for mount in arguments.mounts:
        name, path = mount.split("=", 1)
        suffix = name.rsplit("-", 1)[-1]
        factory = Factory(path, suffix if suffix in CODECS else "h264")
        if arguments.user:
            permissions = GstRtspServer.RTSPPermissions()
            permissions.add_permission_for_role("user", "media.factory.access", True)
            permissions.add_permission_for_role("user", "media.factory.construct", True)
            factory.set_permissions(permissions)
        server.get_mount_points().add_factory("/" + name, factory)
    server.attach(None)
    print("ready", flush=True)
    GLib.MainLoop().run()


main()
