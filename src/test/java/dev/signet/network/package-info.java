@NullMarked
package dev.signet.network;

import org.jspecify.annotations.NullMarked;
