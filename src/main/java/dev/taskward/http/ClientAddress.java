package dev.taskward.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

import jakarta.inject.Singleton;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;

/**
 * The address a request comes from. X-Forwarded-For is read from its right end, where our own proxies write, and only as
 * far as those proxies reach: whatever a client put there itself is never believed.
 */
@Singleton
public class ClientAddress {
    private static final int IPV4_BYTES = 4;
    private static final int SUBSCRIBER_BYTES = 8;

    private final List<IpSubnetFilterRule> trusted;

    /** @throws IllegalArgumentException if a network is none */
    ClientAddress(HttpLimits settings) {
        trusted = settings.trustedProxies().orElse(List.of()).stream().map(ClientAddress::network).toList();
    }

    /** The network written as an address, or as an address and a prefix length (RFC 4632). */
    public static IpSubnetFilterRule network(String text) {
        String[] parts = text.strip().split("/", 2);
        if (!NetUtil.isValidIpV4Address(parts[0]) && !NetUtil.isValidIpV6Address(parts[0])) {
            throw new IllegalArgumentException("must be a comma-separated list of networks such as 10.0.0.0/8");
        }
        try {
            int widest = NetUtil.isValidIpV4Address(parts[0]) ? 32 : 128;
            int prefix = parts.length == 1 ? widest : Integer.parseInt(parts[1]);
            return new IpSubnetFilterRule(parts[0], prefix, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a comma-separated list of networks such as 10.0.0.0/8");
        }
    }

    public String of(HttpServerRequest request) {
        String address = request.remoteAddress() == null ? "unknown" : request.remoteAddress().hostAddress();
        List<String> hops = request.headers().getAll("X-Forwarded-For").stream()
                .flatMap(line -> Arrays.stream(line.split(","))).map(String::strip).toList();
        for (int i = hops.size() - 1; i >= 0 && isTrusted(address); i--) {
            if (NetUtil.createByteArrayFromIpAddressString(hops.get(i)) == null) {
                break;
            }
            address = hops.get(i);
        }
        return address;
    }

    /**
     * The network that a client is likely to have all of: the address itself for IPv4, also where it is mapped into IPv6, and
     * the /64 of an IPv6 address (RFC 6177 section 2).
     */
    public String network(HttpServerRequest request) {
        return network(of(request), SUBSCRIBER_BYTES);
    }

    private static String network(String address, int bytes) {
        byte[] whole = NetUtil.createByteArrayFromIpAddressString(address);
        if (whole == null || whole.length == IPV4_BYTES) {
            return address;
        }
        try {
            // Java gives an IPv4 address for one that is mapped into IPv6.
            InetAddress plain = InetAddress.getByAddress(whole);
            return plain instanceof Inet6Address
                    ? InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(whole, bytes), whole.length))
                            .getHostAddress()
                    : plain.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private boolean isTrusted(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return false;
        }
        try {
            InetSocketAddress socket = new InetSocketAddress(InetAddress.getByAddress(bytes), 0);
            return trusted.stream().anyMatch(network -> network.matches(socket));
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
