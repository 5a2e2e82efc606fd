package dev.tideline.local.bench;

import dev.tideline.local.stack.StackException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Something to look at. */
interface Drawing {

    int WIDTH = 900;
    int HEIGHT = 450;

    /** What it shows. */
    Chart<?, ?> chart();

    /**
     * Draws it.
     *
     * @param file an SVG, overwritten
     * @throws StackException on a machine without fonts
     */
    default void draw(Path file) {
        try {
            GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames();
        } catch (LinkageError | InternalError none) {
            throw new StackException(
                    "cannot draw " + file + ": this machine has no fonts; install fontconfig and a font");
        }
        try {
            VectorGraphicsEncoder.saveVectorGraphic(
                    chart(), file.toString(), VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
