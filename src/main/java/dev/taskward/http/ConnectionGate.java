package dev.taskward.http;

import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Stands first in the pipeline of a connection and lets one request in at a time. What a client sends before it has read the
 * answer stays in the connection: pipelined requests wait there (RFC 9112 section 9.3.2), and an answer that nobody reads
 * is the only one. A connection that ends before the client has stopped sending ends in stages, so that the client gets to read
 * the answer (RFC 9112 section 9.6). All of it runs on the connection's event loop, unless it says otherwise.
 */
final class ConnectionGate extends ChannelDuplexHandler {
    private static final int MAX_READ = 16 * 1024;
    private static final int SEND_BUFFER = 64 * 1024;
    private static final Set<HttpVersion> VERSIONS = Set.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_0);
    private static final long MAX_LINGER_BYTES = 32L * 1024 * 1024;
    private static final long LINGER_SECONDS = 5;
    /** As long as a request waits for its turn. */
    private static final long MAX_WAIT_MILLIS = 1_500;
    /** Probes, and the metrics that say what is going on. */
    private static final List<byte[]> PROBES = Stream.of("GET /q/health", "GET /q/metrics")
            .map(line -> line.getBytes(StandardCharsets.US_ASCII)).toList();
    private static final Connections ALL = Connections.ALL;

    private ChannelHandlerContext context;
    private ChannelHandlerContext decoder;
    private ByteBuf held;
    /** The head of a request is here and its end is not. */
    private boolean receiving;
    private boolean decoded;
    private boolean feeding;
    private boolean resuming;
    private boolean again;
    private int unanswered;
    private volatile long unread;
    private volatile long lastProgress;
    private long pendingAtLastSweep;
    /** Whether it is one of those that may have requests; guarded by {@link Connections}, but for reading it here. */
    private volatile boolean placed;
    private boolean probing;
    private boolean checked;
    private long idleSince;
    private Runnable onInvalidBody;
    private boolean lingering;
    private long discarded;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        added.channel().config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(64, 2048, MAX_READ));
        // By itself the kernel would keep up to 4 MiB of an answer that nobody reads.
        added.channel().config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER);
    }

    @Override
    public void channelActive(ChannelHandlerContext active) throws Exception {
        ALL.opened(this);
        if (!placed) {
            active.executor().schedule(this::giveUp, MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
        super.channelActive(active);
    }

    /** There was no place for it: answered without a request being parsed, if there was one. */
    private void giveUp() {
        if (!ALL.giveUp(this) || !context.channel().isActive() || probing && unanswered > 0) {
            return;
        }
        ALL.refused();
        if (held == null) {
            close();
        } else {
            context.writeAndFlush(Unpooled.wrappedBuffer(OverloadAnswer.bytes()))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** It has got a place; from any thread. */
    void admit() {
        context.executor().execute(() -> {
            if (context.channel().isActive()) {
                resume();
            }
        });
    }

    boolean isPlaced() {
        return placed;
    }

    void setPlaced(boolean hasPlace) {
        placed = hasPlace;
    }

    long idleSince() {
        return idleSince;
    }

    void setIdleSince(long nanoTime) {
        idleSince = nanoTime;
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) throws Exception {
        ALL.closed(this);
        ALL.taken(unread);
        unread = 0;
        release();
        if (decoder != null && !decoder.isRemoved()) {
            // It would decode what is left, and requests would be served whose client is gone.
            context.pipeline().remove(decoder.handler());
        }
        super.channelInactive(inactive);
    }

    private void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /** Has this run on the connection's event loop if the rest of the request's body cannot be decoded. */
    static void onInvalidBody(HttpServerRequest request, Runnable then) {
        if (request.connection() instanceof ConnectionBase connection) {
            ConnectionGate gate = connection.channel().pipeline().get(ConnectionGate.class);
            if (gate != null) {
                gate.onInvalidBody = then;
            }
        }
    }

    /** Closes it at once; from any thread. */
    void close() {
        context.close();
    }

    /** What the service closes while the client is still sending is closed for writing, and read until the client has ended. */
    @Override
    public void close(ChannelHandlerContext from, ChannelPromise promise) {
        boolean sending = receiving || held != null || !from.channel().config().isAutoRead();
        if (lingering || !sending || !from.channel().isActive()) {
            from.close(promise);
            return;
        }
        lingering = true;
        release();
        from.channel().closeFuture().addListener(closed -> promise.trySuccess());
        from.executor().schedule(() -> from.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        ((DuplexChannel) from.channel()).shutdownOutput();
        from.channel().config().setAutoRead(true);
    }

    /** By closing, a client that goes on sending would be reset, and could lose the answer. */
    private void discard(ByteBuf bytes) {
        discarded += bytes.readableBytes();
        bytes.release();
        if (discarded > MAX_LINGER_BYTES) {
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            from.fireChannelRead(message);
        } else if (lingering) {
            discard(bytes);
        } else if (isBlocked() && !isProbe(bytes)) {
            held = held == null ? bytes : Unpooled.wrappedBuffer(held, bytes);
            context.channel().config().setAutoRead(false);
        } else {
            feed(bytes);
        }
    }

    private boolean isBlocked() {
        return lingering || !placed && !probing || unanswered > 0 && !receiving;
    }

    /** Whether a connection without a place begins with a probe, which is let in all the same. */
    private boolean isProbe(ByteBuf bytes) {
        if (placed || checked) {
            return false;
        }
        checked = true;
        probing = PROBES.stream().anyMatch(line -> bytes.readableBytes() >= line.length
                && Unpooled.wrappedBuffer(line).equals(bytes.slice(bytes.readerIndex(), line.length)));
        return probing;
    }

    private void feed(ByteBuf bytes) {
        if (decoder == null) {
            install();
        }
        decoded = false;
        feeding = true;
        context.fireChannelRead(bytes);
        decodeOn();
        feeding = false;
    }

    /** The decoder gives one message for each read: asks it for more as long as more may come. Returns whether it came. */
    private boolean decodeOn() {
        boolean progress = false;
        while (decoder != null && decoded && !isBlocked()) {
            decoded = false;
            try {
                ((ChannelInboundHandlerAdapter) decoder.handler()).channelRead(decoder, Unpooled.EMPTY_BUFFER);
            } catch (Exception e) {
                context.fireExceptionCaught(e);
            }
            progress |= decoded;
        }
        return progress;
    }

    /** With TLS, the decoder comes when hands are shaken; until then there is nothing to hold back. */
    private void install() {
        decoder = context.pipeline().context("httpDecoder");
        if (decoder != null) {
            ((ByteToMessageDecoder) decoder.handler()).setSingleDecode(true);
            context.pipeline().addAfter("httpEncoder", "answers", new Answers());
            VertxHandler<?> handler = context.pipeline().get(VertxHandler.class);
            if (handler != null && handler.getConnection() instanceof Http1xServerConnection connection) {
                ALL.prepare(connection);
            }
        }
    }

    private void answered() {
        unanswered--;
        if (!placed) {
            // A probe that was let in; what may follow it was not.
            context.channel().close();
            return;
        }
        if (unanswered == 0) {
            ALL.idle(this);
        }
        if (feeding || receiving) {
            // The loop that feeds goes on by itself, and a body that is still coming is not held back.
            return;
        }
        again = true;
        if (!resuming) {
            resuming = true;
            while (again && context.channel().isActive()) {
                again = false;
                resume();
            }
            resuming = false;
        }
    }

    /** Lets in what came while the request was not answered. */
    private void resume() {
        decoded = true;
        feeding = true;
        boolean progress = decodeOn();
        feeding = false;
        if (!isBlocked() && held != null) {
            ByteBuf next = held;
            held = null;
            feed(next);
            progress = true;
        }
        if (progress) {
            // At which answers are flushed, and may end in turn.
            context.fireChannelReadComplete();
        }
        if (!isBlocked() && held == null) {
            context.channel().config().setAutoRead(true);
        }
    }

    /** Sees requests and answers as messages. */
    private final class Answers extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext from, Object message) {
            if (message instanceof ByteBuf) {
                // What the decoder has left when it is removed.
                ReferenceCountUtil.release(message);
                return;
            }
            decoded = true;
            if (isInvalidBody(message) && onInvalidBody != null) {
                ReferenceCountUtil.release(message);
                onInvalidBody.run();
                return;
            }
            if (message instanceof HttpRequest request) {
                if (!VERSIONS.contains(request.protocolVersion())) {
                    request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("HTTP version")));
                }
                onInvalidBody = null;
                unanswered++;
                receiving = true;
                ALL.busy(ConnectionGate.this);
            }
            if (message instanceof LastHttpContent) {
                receiving = false;
            }
            from.fireChannelRead(message);
        }

        private static boolean isInvalidBody(Object message) {
            return message instanceof HttpContent content && !(message instanceof HttpRequest)
                    && content.decoderResult().isFailure();
        }

        @Override
        public void write(ChannelHandlerContext to, Object message, ChannelPromise promise) {
            long bytes = message instanceof ByteBufHolder holder ? copied(holder.content()) : 0;
            boolean last = message instanceof LastHttpContent && !isInterim(message);
            if (bytes == 0 && !last) {
                to.write(message, promise);
                return;
            }
            if (!ALL.write(bytes)) {
                ReferenceCountUtil.release(message);
                promise.setFailure(new ClosedChannelException());
                ConnectionGate.this.close();
                return;
            }
            if (unread == 0) {
                lastProgress = System.nanoTime();
            }
            unread += bytes;
            to.write(message, promise.unvoid().addListener(written -> {
                if (unread >= bytes) {
                    unread -= bytes;
                    ALL.taken(bytes);
                }
                if (last) {
                    answered();
                }
            }));
        }

        /** What all answers share, such as the OpenAPI document, is sent from where it is. */
        private static long copied(ByteBuf content) {
            return content.isDirect() && content.isReadOnly() ? 0 : content.readableBytes();
        }

        private static boolean isInterim(Object message) {
            return message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
    }

    /** Whether the client has something to read and has not read on for so long; from any thread. */
    boolean isStalled(long now, long nanos) {
        return unread > 0 && now - lastProgress > nanos;
    }

    long unreadBytes() {
        return unread;
    }

    long lastProgress() {
        return lastProgress;
    }

    /** From any thread. */
    void sweep(long now, long stallNanos) {
        if (context != null && context.channel().isRegistered()) {
            context.channel().eventLoop().execute(() -> closeIfStalled(now, stallNanos));
        }
    }

    private void closeIfStalled(long now, long stallNanos) {
        ChannelOutboundBuffer pending = context.channel().unsafe().outboundBuffer();
        long bytes = pending == null ? 0 : pending.totalPendingWriteBytes();
        if (bytes == 0 || bytes != pendingAtLastSweep) {
            lastProgress = now;
        } else if (now - lastProgress > stallNanos) {
            close();
        }
        pendingAtLastSweep = bytes;
    }
}
