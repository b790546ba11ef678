package dev.pipette.testing.s3;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.gaul.shaded.org.eclipse.jetty.http.HttpField;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.gaul.shaded.org.eclipse.jetty.util.Fields;

/** Writes down what is asked, and lets answers go wrong; it is in front of S3Proxy in the HTTP server. */
final class FaultHandler extends Handler.Wrapper {
    private final Buckets buckets;
    private final ScriptedStore store;

    FaultHandler(Buckets buckets, ScriptedStore store) {
        this.buckets = buckets;
        this.store = store;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = URI.create("http://any" + request.getHttpURI().getPath()).getPath();
        String[] parts = path.substring(1).split("/", 2);
        BucketScript script = buckets.find(parts[0]).orElse(null);
        if (script == null) {
            return super.handle(request, response, callback);
        }
        S3Request asked = asked(request, parts.length == 2 ? parts[1] : "");
        script.record(asked);
        Response answer = ChecksumResponse.of(request, response, store, parts[0], asked.key());
        return switch (script.take(asked).orElse(null)) {
            case null -> super.handle(request, answer, callback);
            case Fault.Delay delay -> {
                Thread.sleep(delay.time());
                yield super.handle(request, answer, callback);
            }
            case Fault.Refusal refusal -> {
                Content.Source.consumeAll(request); // a connection with a body that nobody reads would end
                yield refuse(refusal, response, callback);
            }
            case Fault.Cut cut ->
                super.handle(request, new CutResponse(request, answer, cut.bytes(), () -> {}), callback);
            case Fault.Replacement other ->
                super.handle(
                        request,
                        new CutResponse(request, answer, other.bytes(), () -> store.put(parts[0], other.object())),
                        callback);
            case Fault.Longer longer ->
                super.handle(request, new LongerResponse(request, answer, longer.more()), callback);
            case Fault.Damage ignored -> super.handle(request, new DamagedResponse(request, answer), callback);
        };
    }

    private static S3Request asked(Request request, String key) {
        String method = request.getMethod();
        Fields query = Request.extractQueryParameters(request);
        if (key.isEmpty()) {
            boolean listing = method.equals("GET")
                    && (query.getValue("list-type") != null
                            || request.getHttpURI().getQuery() == null);
            String prefix = query.getValue("prefix");
            return new S3Request(
                    listing ? S3Request.Kind.LIST : S3Request.Kind.OTHER,
                    prefix == null ? "" : prefix,
                    Optional.empty());
        }
        boolean upload = query.getValue("uploads") != null || query.getValue("uploadId") != null;
        S3Request.Kind kind = upload
                ? S3Request.Kind.OTHER
                : switch (method) {
                    case "GET" -> S3Request.Kind.GET;
                    case "HEAD" -> S3Request.Kind.HEAD;
                    case "PUT" -> S3Request.Kind.PUT;
                    case "DELETE" -> S3Request.Kind.DELETE;
                    default -> S3Request.Kind.OTHER;
                };
        return new S3Request(
                kind,
                key,
                Optional.ofNullable(request.getHeaders().getField(HttpHeader.RANGE))
                        .map(HttpField::getValue));
    }

    private static boolean refuse(Fault.Refusal refusal, Response response, Callback callback) {
        S3Error error = refusal.error();
        response.setStatus(error.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        if (error == S3Error.PERMANENT_REDIRECT) {
            response.getHeaders().put("x-amz-bucket-region", S3Bucket.OTHER_REGION);
        }
        response.write(true, StandardCharsets.UTF_8.encode(error.document()), callback);
        return true;
    }
}
