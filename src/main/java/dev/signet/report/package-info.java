/**
 * What people and scripts are shown of a run: tables as text, results as JSON trees.
 *
 * <p>Each kind of result has one class that gives both forms, so that they cannot disagree.
 */
@NullMarked
package dev.signet.report;

import org.jspecify.annotations.NullMarked;
