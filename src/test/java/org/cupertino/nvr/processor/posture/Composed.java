package org.cupertino.nvr.processor.posture;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.cupertino.nvr.processor.posture.LyingScore.Person;
import org.cupertino.nvr.wire.BoundingBox;

/**
 * Pictures made of people cut out of the demo's clip and a drawn room, the same for the same group
 * and number each time.
 */
public final class Composed {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int FLOOR = 210;
    private static final double LARGE = 200;
    private static final double SMALL = 95;

    private static final List<String> PEOPLE =
            List.of(
                    "a-45", "a-70", "a-365", "b-50", "b-365", "b-595", "c-145", "c-150", "d-190",
                    "d-200", "d-380", "e-190", "e-195", "e-205");

    private final BufferedImage image =
            new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final List<Person> people = new ArrayList<>();
    private final Random random;
    private final Graphics2D graphics = image.createGraphics();

    private Composed(Random random) {
        this.random = random;
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    public BufferedImage image() {
        return image;
    }

    List<Person> people() {
        return people;
    }

    /**
     * @param group standing, standing-small, leaning30, leaning45, sitting, bent, lying,
     *     lying-askew, lying-small, lying-hidden or two
     */
    public static Composed picture(String group, int number) {
        Composed picture = new Composed(new Random(group.hashCode() * 31L + number));
        picture.room();
        picture.fill(group, number % 2 == 0 ? 1 : -1);
        picture.noise();
        picture.graphics.dispose();
        return picture;
    }

    private void fill(String group, int side) {
        switch (group) {
            case "standing" -> person(cutOut(), LARGE, 0, 320, false);
            case "standing-small" -> person(cutOut(), SMALL, 0, 320, false);
            case "leaning30" -> person(cutOut(), LARGE, side * 30, 320, false);
            case "leaning45" -> person(cutOut(), LARGE, side * 45, 320, false);
            case "sitting" -> person(seated(cutOut()), 0.8 * LARGE, 0, 320, false);
            case "bent" ->
                    person(bent(cutOut(), side * (75 + random.nextInt(20))), 130, 0, 320, false);
            case "lying" -> person(cutOut(), LARGE, side * 90, 320, true);
            case "lying-askew" ->
                    person(cutOut(), LARGE, side * (random.nextBoolean() ? 75 : 105), 320, true);
            case "lying-small" -> person(cutOut(), SMALL, side * 90, 320, true);
            case "lying-hidden" -> {
                BoundingBox box = person(cutOut(), LARGE, side * 90, 320, true);
                // The legs are on the side away from the head, which a turn clockwise puts right.
                double left = box.x() - box.width() / 2 + (side > 0 ? 0 : 0.67 * box.width());
                graphics.setColor(new Color(150 + random.nextInt(60), 140, 160));
                graphics.fill(
                        new Rectangle2D.Double(
                                left - 4,
                                box.y() - 0.7 * box.height(),
                                0.33 * box.width() + 8,
                                1.4 * box.height()));
            }
            case "two" -> {
                person(cutOut(), LARGE, side * 90, 190, true);
                person(cutOut(), LARGE, 0, 500, false);
            }
            default -> throw new IllegalArgumentException(group);
        }
    }

    /** Turned clockwise by so many degrees, as long as said when upright; its box. */
    private BoundingBox person(
            BufferedImage person, double length, double degrees, double x, boolean lies) {
        double scale = length / person.getHeight();
        AffineTransform turn = new AffineTransform();
        turn.rotate(Math.toRadians(degrees));
        turn.scale(random.nextBoolean() ? scale : -scale, scale);
        turn.translate(-person.getWidth() / 2.0, -person.getHeight() / 2.0);
        Rectangle2D size =
                turn.createTransformedShape(
                                new Rectangle2D.Double(0, 0, person.getWidth(), person.getHeight()))
                        .getBounds2D();
        double lowest = HEIGHT - 20 - random.nextInt(60);
        double atX = x + random.nextInt(61) - 30.0;
        double atY = Math.max(lowest - size.getMaxY(), 4 - size.getMinY());
        graphics.setColor(new Color(0, 0, 0, 60));
        graphics.fillOval(
                (int) (atX + size.getMinX()),
                (int) (atY + size.getMaxY() - 10),
                (int) size.getWidth(),
                14);
        AffineTransform place = AffineTransform.getTranslateInstance(atX, atY);
        place.concatenate(turn);
        graphics.drawImage(person, place, null);
        BoundingBox box =
                new BoundingBox(
                        (float) (atX + size.getCenterX()),
                        (float) (atY + size.getCenterY()),
                        (float) size.getWidth(),
                        (float) size.getHeight());
        people.add(new Person(lies, box));
        return box;
    }

    /** From the front: the thighs point at the camera, so they are short. */
    private static BufferedImage seated(BufferedImage person) {
        int width = person.getWidth();
        int hip = person.getHeight() / 2;
        int knee = (int) (0.72 * person.getHeight());
        int thigh = (int) (0.3 * (knee - hip));
        int height = hip + thigh + person.getHeight() - knee;
        BufferedImage seated = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = seated.createGraphics();
        g.drawImage(person, 0, 0, width, hip, 0, 0, width, hip, null);
        g.drawImage(person, 0, hip, width, hip + thigh, 0, hip, width, knee, null);
        g.drawImage(
                person, 0, hip + thigh, width, height, 0, knee, width, person.getHeight(), null);
        g.dispose();
        return seated;
    }

    /** The trunk turned about the hip, the legs upright. */
    private static BufferedImage bent(BufferedImage person, double degrees) {
        int hip = (int) (0.52 * person.getHeight());
        int middle = person.getHeight();
        BufferedImage bent =
                new BufferedImage(2 * middle, hip / 2 + middle, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = bent.createGraphics();
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.translate(middle - person.getWidth() / 2.0, hip / 2.0);
        BufferedImage legs =
                person.getSubimage(0, hip, person.getWidth(), person.getHeight() - hip);
        g.drawImage(legs, 0, 0, null);
        g.rotate(Math.toRadians(degrees), person.getWidth() / 2.0, 0);
        g.drawImage(person.getSubimage(0, 0, person.getWidth(), hip + 3), 0, -hip, null);
        g.dispose();
        return bent;
    }

    private void room() {
        int light = 150 + random.nextInt(70);
        Color wall = new Color(light, light - 5, light - 15);
        graphics.setPaint(new GradientPaint(0, 0, wall, WIDTH, 0, wall.darker()));
        graphics.fillRect(0, 0, WIDTH, FLOOR);
        Color boards = new Color(110 + random.nextInt(40), 90, 70);
        graphics.setPaint(new GradientPaint(0, FLOOR, boards.darker(), 0, HEIGHT, boards));
        graphics.fillRect(0, FLOOR, WIDTH, HEIGHT - FLOOR);
        graphics.setColor(boards.darker().darker());
        for (int board = -WIDTH; board < 2 * WIDTH; board += 70) {
            graphics.drawLine(WIDTH / 2 + (board - WIDTH / 2) / 3, FLOOR, board, HEIGHT);
        }
        graphics.setColor(new Color(225, 232, 240));
        graphics.fillRect(40 + random.nextInt(400), 30, 110, 120);
    }

    private void noise() {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int grain = (int) Math.round(2.5 * random.nextGaussian());
                Color c = new Color(image.getRGB(x, y));
                image.setRGB(
                        x,
                        y,
                        new Color(
                                        bounded(c.getRed() + grain),
                                        bounded(c.getGreen() + grain),
                                        bounded(c.getBlue() + grain))
                                .getRGB());
            }
        }
    }

    private static int bounded(int value) {
        return Math.max(0, Math.min(255, value));
    }

    private BufferedImage cutOut() {
        String name = PEOPLE.get(random.nextInt(PEOPLE.size()));
        try (InputStream png = Composed.class.getResourceAsStream("/people/" + name + ".png")) {
            return ImageIO.read(png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
