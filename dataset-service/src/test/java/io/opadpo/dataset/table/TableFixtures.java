package io.opadpo.dataset.table;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Files written by pandas, pyarrow and datasets; {@code make.py} beside them made them. */
public final class TableFixtures {

    private TableFixtures() {}

    /** Where they are. */
    public static Path folder() {
        try {
            return Path.of(TableFixtures.class.getResource("/table/make.py").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number that the colour of a fixture's image tells. */
    public static int number(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        return image.getRGB(0, 0) >> 16 & 0xff;
    }
}
