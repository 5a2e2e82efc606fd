/**
 * A local stack: real backends in this JVM's keeping and the services as child processes.
 *
 * <p>{@link dev.tideline.local.stack.LocalStack} is what to use: {@code start} one of your own, or {@code attach} to the one
 * that runs. {@link dev.tideline.local.stack.Part} lists what there is, {@link dev.tideline.local.stack.ServiceCommand} is
 * the pure function from settings to a service's command line, {@link dev.tideline.local.stack.Workspace} the directory
 * with data, logs and the lock. Everything outlives a {@code kill -9} of the launcher: the next start finds what is left
 * by its command line, stops it, and keeps the data.
 */
@NullMarked
package dev.tideline.local.stack;

import org.jspecify.annotations.NullMarked;
