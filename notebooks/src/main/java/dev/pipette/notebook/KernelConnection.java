package dev.pipette.notebook;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.dflib.jjava.jupyter.messages.reply.InputReply;
import org.dflib.jjava.jupyter.messages.request.InputRequest;
import org.zeromq.ZMQ;

/** The sockets to Jupyter, which an interrupt of a cell must not close. */
final class KernelConnection extends JupyterConnection {
    private final OutputQueue output = new OutputQueue();

    KernelConnection(KernelConnectionProperties properties) throws NoSuchAlgorithmException, InvalidKeyException {
        super(properties);
        iopub.setSndHWM(0); // nothing is dropped where much is printed
    }

    @Override
    public ShellReplyEnvironment prepareReplyEnv(ShellChannel shell, MessageContext context) {
        return new Replies(shell, stdin, this, context);
    }

    @Override
    public void close() {
        output.flush();
        super.close();
    }

    /** The answers to one request. */
    private static final class Replies extends ShellReplyEnvironment {
        private static final long ASK_MILLIS = 20;

        private final StdinChannel stdin;
        private final OutputQueue output;
        private volatile boolean isDeferred;

        Replies(ShellChannel shell, StdinChannel stdin, KernelConnection connection, MessageContext context) {
            super(shell, stdin, connection.getIOPub(), context);
            this.stdin = stdin;
            this.output = connection.output;
        }

        /** The next message is for the end of the request. */
        @Override
        public ShellReplyEnvironment defer() {
            isDeferred = true;
            return this;
        }

        @Override
        public void publish(Message<?> message) {
            now(() -> output.put(() -> getIopub().sendMessage(message)));
        }

        @Override
        public void writeToStdOut(String text) {
            write(StreamType.OUT, text);
        }

        @Override
        public void writeToStdErr(String text) {
            write(StreamType.ERR, text);
        }

        @Override
        public void reply(Message<?> message) {
            now(() -> getShell().sendMessage(message));
        }

        private void write(StreamType stream, String text) {
            output.put(List.of(this, stream), text, all -> {
                PublishStream content = new PublishStream(stream, all);
                getIopub().sendMessage(new Message<>(getContext(), content.getType(), content));
            });
        }

        private void now(Runnable sending) {
            if (isDeferred) {
                isDeferred = false;
                defer(sending);
            } else {
                sending.run();
            }
        }

        @Override
        public String readFromStdIn(String prompt, boolean isPassword) {
            while (isAnswered()) {
                stdin.readMessage(); // the answer to a question that was interrupted
            }
            stdin.sendMessage(
                    new Message<>(getContext(), InputRequest.MESSAGE_TYPE, new InputRequest(prompt, isPassword)));
            while (!isAnswered()) {
                try {
                    Thread.sleep(ASK_MILLIS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("the cell was interrupted while it waited for input", interrupted);
                }
            }
            return stdin.readMessage(InputReply.MESSAGE_TYPE).getContent().getValue() + System.lineSeparator();
        }

        private boolean isAnswered() {
            return (stdin.getEvents() & ZMQ.Poller.POLLIN) != 0;
        }
    }
}
