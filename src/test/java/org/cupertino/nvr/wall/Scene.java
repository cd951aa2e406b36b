package org.cupertino.nvr.wall;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** A house that nobody lives in: pictures of its rooms in coarse blocks, and the events of them. */
final class Scene {
    static final int WIDTH = 1920;
    static final int HEIGHT = 1080;
    private static final int BLOCKS = 36;

    private Scene() {}

    /** The JPEG of a picture's path. */
    static byte[] paint(String path) {
        int camera = Integer.parseInt(path.split("/")[2]);
        int width = 640;
        int height = 360;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        int floor = height * 2 / 3;
        float hue = camera % 3 / 30f + 0.08f;
        pen.setPaint(
                new GradientPaint(
                        0,
                        0,
                        Color.getHSBColor(hue, 0.18f, 0.7f),
                        0,
                        floor,
                        Color.getHSBColor(hue, 0.12f, 0.86f)));
        pen.fillRect(0, 0, width, floor);
        pen.setPaint(
                new GradientPaint(0, floor, new Color(0x8C7054), 0, height, new Color(0x5A4634)));
        pen.fillRect(0, floor, width, height);
        pen.setColor(new Color(0xB4CFDD));
        pen.fillRect(60 + camera * 23 % 90, 50, 130, 90);
        pen.setColor(new Color(0xECF0F3));
        pen.fillRect(380, floor - 60, 220, 90);
        pen.setColor(new Color(0x5A82A0));
        pen.fillRect(450, floor - 64, 150, 70);
        person(pen, camera, width, height);
        return jpeg(coarse(image));
    }

    private static void person(Graphics2D pen, int camera, int width, int height) {
        int x = (int) (place(camera) * width);
        pen.setColor(new Color(0x3C466E));
        if (lies(camera)) {
            pen.fillRoundRect(x - 80, height * 4 / 5 - 22, 120, 44, 30, 30);
            pen.setColor(new Color(0xDCB496));
            pen.fillOval(x + 38, height * 4 / 5 - 20, 40, 40);
        } else {
            pen.fillRoundRect(x - 28, (int) (0.58 * height) - 50, 56, 130, 30, 30);
            pen.setColor(new Color(0xDCB496));
            pen.fillOval(x - 19, (int) (0.58 * height) - 90, 38, 38);
        }
    }

    private static BufferedImage coarse(BufferedImage image) {
        int columns = BLOCKS * image.getWidth() / image.getHeight();
        Image small = image.getScaledInstance(columns, BLOCKS, Image.SCALE_AREA_AVERAGING);
        BufferedImage blocks = new BufferedImage(columns, BLOCKS, BufferedImage.TYPE_INT_RGB);
        blocks.createGraphics().drawImage(small, 0, 0, null);
        BufferedImage large =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        large.createGraphics().drawImage(blocks, 0, 0, large.getWidth(), large.getHeight(), null);
        return large;
    }

    private static byte[] jpeg(BufferedImage image) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "jpg", out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean lies(int camera) {
        return camera == 2;
    }

    private static double place(int camera) {
        return 0.25 + camera * 37 % 50 / 100.0;
    }

    /** What is seen in the picture of a camera. */
    static String seen(String instance, int camera, long frame) {
        double x = place(camera) * WIDTH;
        String person =
                lies(camera)
                        ? detection("person", 0.91, x, HEIGHT * 0.8, 500, 150, "lying")
                        : detection(
                                "person", 0.82, x, HEIGHT * 0.57, 190, HEIGHT * 0.52, "upright");
        return view(instance, frame, true, person);
    }

    static String view(String instance, long frame, boolean picture, String... detections) {
        return """
                {"instance_id":"%s","frame_id":%d,"timestamp":"%s","frame_width":%d,\
                "frame_height":%d,"picture":%s,"detections":[%s]}"""
                .formatted(
                        instance,
                        frame,
                        Instant.now(),
                        WIDTH,
                        HEIGHT,
                        picture,
                        String.join(",", detections));
    }

    static String detection(
            String name, double sure, double x, double y, double width, double height, String how) {
        return String.format(
                Locale.ROOT,
                """
                {"class_name":"%s","confidence":%s,"bbox":{"x":%s,"y":%s,"width":%s,"height":%s},\
                "tracker_id":null,"posture":%s,"zones":[]}""",
                name,
                sure,
                x,
                y,
                width,
                height,
                how == null ? "null" : '"' + how + '"');
    }

    static String camera(int id, String name, String state, List<String> by, String... views) {
        return """
                {"source_id":%d,"name":"%s","state":"%s","reason":null,"watched_by":[%s],\
                "last_frame_at":"%s","frame_rate":0.1,"views":[%s]}"""
                .formatted(
                        id,
                        name,
                        state,
                        String.join(",", by.stream().map(each -> '"' + each + '"').toList()),
                        Instant.now(),
                        String.join(",", views));
    }

    static String processor(String id, String state, int cameras) {
        return """
                {"instance_id":"%s","state":"%s","model":"nanodet-g","frame_rate":0.1,\
                "frames_per_second":0.4,"latency_ms":31,"since":"%s","cameras":%s,\
                "leases":[{"what":"removed","source_id":2,"until":null}]}"""
                .formatted(
                        id,
                        state,
                        Instant.now().minusSeconds(93_000),
                        IntStream.rangeClosed(1, cameras).boxed().toList());
    }

    static String room(int id, String state) {
        String at = Instant.now().toString();
        return """
                {"room_id":%d,"source_id":%d,"state":"%s","since":"%s","steps":[\
                {"step":"start-processor","result":"done","at":"%s"},\
                {"step":"hand-over","result":"waiting","at":"%s","message":"The camera connects."}],\
                "problems":["The emergency processor is slow."]}"""
                .formatted(id, id, state, at, at, at);
    }
}
