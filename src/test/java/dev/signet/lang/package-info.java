@NullMarked
package dev.signet.lang;

import org.jspecify.annotations.NullMarked;
