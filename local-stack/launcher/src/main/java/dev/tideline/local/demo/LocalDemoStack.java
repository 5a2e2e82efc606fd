package dev.tideline.local.demo;

import dev.tideline.backends.EmbeddedPostgres;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import java.util.List;

/** The local stack, as the demo sees it. */
public record LocalDemoStack(LocalStack stack) implements DemoStack {

    @Override
    public List<Gateway> gateways() {
        return List.of(
                gateway("eu-1", Part.GATEWAY_EU_1),
                gateway("eu-2", Part.GATEWAY_EU_2),
                gateway("us-1", Part.GATEWAY_US_1));
    }

    private Gateway gateway(String instance, Part part) {
        return new Gateway(instance, stack.addresses().http(part));
    }

    @Override
    public String kafka() {
        return stack.addresses().kafka();
    }

    @Override
    public String jdbcUrl() {
        return stack.addresses().jdbcUrl() + "?user=" + EmbeddedPostgres.USER + "&password="
                + EmbeddedPostgres.PASSWORD;
    }

    @Override
    public void stopOrigin() {
        stack.stop(Part.ORIGIN);
    }

    @Override
    public void startOrigin() {
        stack.start(Part.ORIGIN);
    }
}
