package io.opadpo.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway: serves jobs, pipelines and API keys itself, and sends everything else on. */
@SpringBootApplication
public class Gateway {
    public static void main(String[] args) {
        application().run(args);
    }

    /** The gateway, for whoever starts it with settings of their own. */
    public static SpringApplication application() {
        return new SpringApplication(Gateway.class);
    }
}
