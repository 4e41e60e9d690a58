import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** How many passwords the cores can check in a second by bcrypt of cost 10, with nothing else to do: seconds. */
public class Hashes {
    public static void main(String[] arguments) throws InterruptedException {
        long seconds = Long.parseLong(arguments[0]);
        byte[] password = "Correct-horse-7".getBytes(StandardCharsets.UTF_8);
        String hash = OpenBSDBCrypt.generate("2b", password, new byte[16], 10);
        LongAdder checked = new LongAdder();
        for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
            Thread thread = new Thread(() -> {
                while (OpenBSDBCrypt.checkPassword(hash, password)) {
                    checked.increment();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        Thread.sleep(seconds * 1_000);
        long warm = checked.sum();
        Thread.sleep(seconds * 1_000);
        System.out.println((checked.sum() - warm) / (double) seconds);
    }
}
