package dev.taskward.http;

import java.io.IOException;

import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;

/** Forms as the object that the same fields would make in JSON, every value a string; files are refused. */
final class FormBody {
    private FormBody() {
    }

    static boolean accepts(MediaType type) {
        return type != null && (type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE)
                || type.isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE)) && !type.isWildcardType();
    }

    static ObjectNode parse(byte[] bytes, MediaType type) throws IOException {
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/",
                Unpooled.wrappedBuffer(bytes));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, type.toString());
        HttpPostRequestDecoder decoder = null;
        try {
            decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), request);
            return fields(decoder);
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException
                | HttpPostRequestDecoder.TooManyFormFieldsException
                | HttpPostRequestDecoder.TooLongFormFieldException
                | IllegalArgumentException e) {
            throw new ApiException(ErrorCode.MALFORMED_BODY, "The form cannot be read");
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    private static ObjectNode fields(HttpPostRequestDecoder decoder) throws IOException {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
            if (!(data instanceof Attribute attribute)) {
                throw ApiException.invalid(data.getName(), "must be a plain field, not a file");
            }
            if (fields.has(attribute.getName())) {
                throw ApiException.invalid(attribute.getName(), "must be given once");
            }
            fields.put(attribute.getName(), attribute.getValue());
        }
        return fields;
    }
}
