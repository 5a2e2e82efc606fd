package dev.tideline.local.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** A stack that another JVM owns. */
public final class AttachedStack implements LocalStack {
    private final StackState state;
    private final HttpClient client = HttpClient.newHttpClient();

    private AttachedStack(StackState state) {
        this.state = state;
    }

    static AttachedStack to(Workspace workspace) {
        Optional<Workspace.Lock> lock = workspace.tryLock();
        lock.ifPresent(Workspace.Lock::close);
        return StackState.read(workspace)
                .filter(_ -> lock.isEmpty())
                .map(AttachedStack::new)
                .orElseThrow(() -> new StackException("no stack is up in " + workspace.directory()));
    }

    @Override
    public Addresses addresses() {
        return state.addresses();
    }

    @Override
    public void start(Part part) {
        order(part, "start");
    }

    @Override
    public void stop(Part part) {
        order(part, "stop");
    }

    @Override
    public void kill(Part part) {
        order(part, "kill");
    }

    @Override
    public void restart(Part part) {
        order(part, "restart");
    }

    private void order(Part part, String order) {
        URI uri = URI.create("http://" + Addresses.HOST + ":" + state.controlPort() + "/" + part.title() + "/" + order);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + state.token())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new StackException(answer.body().strip());
            }
        } catch (IOException e) {
            throw new StackException("the stack's owner (pid " + state.pid() + ") does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
