// Null dereferences in compiled code, parked threads, garbage, a child process, and a shutdown hook.
public class Signals {
    static int[] nothing;
    static volatile Object sink;

    static int dereference(int[] array) {
        try {
            return array[0];
        } catch (NullPointerException error) {
            return -1;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        int[] one = {1};
        int sum = 0;
        for (int i = 0; i < 200_000; i++) sum += dereference(i % 5000 == 0 ? nothing : one);
        for (int i = 0; i < 50_000; i++) sink = new byte[4000];
        Thread parked = new Thread(() -> java.util.concurrent.locks.LockSupport.park());
        parked.start();
        Process child = new ProcessBuilder("sleep", "9").start();
        Thread.sleep(50);
        child.destroy();
        System.out.println(sum + " " + child.waitFor());
        java.util.concurrent.locks.LockSupport.unpark(parked);
        parked.join();
        new ProcessBuilder("kill", "-TERM", "" + ProcessHandle.current().pid()).start();
        Thread.sleep(5000);
    }
}
