/**
 * The command line. A command reads its options, calls the library and shows the result; everything
 * it does can be done from Java in a few lines.
 *
 * <p>Results go to standard output, with {@code --json} as one JSON object; all else goes to
 * standard error. Exit status is 0, 1 where an input or a verification failed, 2 where the command
 * line was wrong.
 */
@NullMarked
package dev.signet.cli;

import org.jspecify.annotations.NullMarked;
