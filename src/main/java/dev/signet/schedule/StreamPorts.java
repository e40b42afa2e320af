package dev.signet.schedule;

import dev.signet.rtl.Signal;

/** The three signals of a stream between units. */
record StreamPorts(Signal data, Signal valid, Signal ready) {}
