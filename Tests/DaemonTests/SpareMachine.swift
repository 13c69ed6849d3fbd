import Foundation
import TestSupport
import Testing

/// A machine to install on: this one, with overlays over everything that an installation changes. Needs root; what
/// happens in it is gone when its script ends.
enum SpareMachine {
    static let isPossible =
        geteuid() == 0 && (try? Program("unshare", ["-m", "sh", "-c", overlays]).run().exitCode) == 0

    private static let overlays = """
        set -eu
        mount -t tmpfs -o mode=755 none /mnt
        for place in etc usr/local var; do
            mkdir -p "/mnt/upper/$place" "/mnt/work/$place"
            mount -t overlay -o "lowerdir=/$place,upperdir=/mnt/upper/$place,workdir=/mnt/work/$place" none "/$place"
        done
        mount -t tmpfs -o mode=755 none /run
        """

    /// Installs, makes two users, `desk-member` and `somebody-else`, and runs steps, one a line: `step NAME` and
    /// words of the shell. `desk` and `other` before words run them as these users, in a folder with a `handbill.yaml`
    /// of their own.
    ///
    /// - Returns: how each step ended, by its name.
    static func run(in world: World, _ steps: String) throws -> [String: FinishedProgram] {
        let script = """
            \(overlays)
            here=$(pwd)
            step() {
                name="$1"
                shift
                set +e
                "$@" >"$here/$name.out" 2>"$here/$name.err" </dev/stdin
                echo $? >"$here/$name.code"
                set -e
            }
            as() {
                user="$1"
                shift
                setpriv --reuid "$user" --regid "$user" --init-groups -- "$@"
            }
            desk() { (cd /run/theirs && as desk-member "$@"); }
            other() { (cd /run/theirs && as somebody-else "$@"); }
            step install make -s -C '\(PackageRoot.path)' install RELEASE='\(Binary.path)'
            # Sudo takes no LD_LIBRARY_PATH along, and a toolchain may lie where only its owner looks.
            ldd '\(Binary.path)' | sed -n 's/.*=> \\(\\/[^ ]*\\).*/\\1/p' | grep -vE '^(/usr)?/lib' |
                xargs -r cp -t /usr/local/lib
            ldconfig
            printf '%s\\n' 'u desk-member - -' 'm desk-member handbill-desk' 'u somebody-else - -' | systemd-sysusers -
            echo 'Defaults logfile=/run/sudo.log, !syslog' > /etc/sudoers.d/test
            mkdir /run/theirs
            cp handbill.yaml catalogue.yaml orders.json /run/theirs
            chmod -R a+rX /run/theirs
            \(steps)
            """
        let run = try Program("unshare", ["-m", "bash", "-c", script], in: world.folder.path).run()
        #expect(run.exitCode == 0, "\(run.complaints)")
        let names = steps.split(separator: "\n").filter { $0.hasPrefix("step ") }.map { $0.split(separator: " ")[1] }
        return try (["install"] + names).reduce(into: [:]) { finished, name in
            let code = String(decoding: try world.read("\(name).code"), as: UTF8.self)
            finished[String(name)] = FinishedProgram(
                exitCode: Int32(code.dropLast()), output: try world.read("\(name).out"),
                complaints: String(decoding: try world.read("\(name).err"), as: UTF8.self))
        }
    }
}

/// What members of `handbill-desk` may do on a machine on which Handbill is installed, and what not.
@Suite(.enabled(if: SpareMachine.isPossible, "needs root, and overlays in a mount namespace"))
struct DeskTests {
    @Test func `lets the desk work with the service's orders and settings, and with nothing else of the service`()
        throws
    {
        let world = try World()
        try world.write(OrderForm.several(2).json, to: "orders.json")
        let steps = try SpareMachine.run(
            in: world,
            """
            step spool stat -c '%a %U %G' /var/spool/handbill /var/spool/handbill/incoming
            step submit desk sudo -n -u handbill handbill submit - --json < orders.json
            step list desk sudo -n -u handbill handbill order list --json
            step variable desk env HANDBILL_STATE=/tmp HANDBILL_CONFIG=handbill.yaml sudo -n -u handbill handbill order list --json
            step close desk sudo -n -u handbill handbill batch close --json
            step print desk sudo -n -u handbill handbill print latest
            step show desk sudo -n -u handbill handbill batch show latest --json
            reference=$(desk sudo -n -u handbill handbill order list --limit 1 --json | grep -o 'HB-[0-9A-Z]*')
            step order desk sudo -n -u handbill handbill order show $reference --json
            step find desk sudo -n -u handbill handbill order find Exampleton
            step dispatch desk sudo -n -u handbill handbill dispatch latest --yes
            step today desk sudo -n -u handbill handbill today
            step config desk sudo -n -u handbill handbill order list --config handbill.yaml
            step equals desk sudo -n -u handbill handbill order list --config=handbill.yaml
            step folder desk sudo -n -u handbill handbill print latest --output /var/spool/handbill/incoming
            step set desk sudo -n -u handbill HANDBILL_STATE=/tmp handbill order list
            step file desk sudo -n -u handbill handbill submit orders.json
            step check desk sudo -n -u handbill handbill check - /etc/handbill/handbill.yaml
            step settings desk sudo -n -u handbill handbill settings
            step serve desk sudo -n -u handbill handbill serve
            step shell desk sudo -n -u handbill sh -c true
            step root desk sudo -n handbill order list
            step other other sudo -n -u handbill handbill order list
            step alone desk handbill order list --config /etc/handbill/handbill.yaml
            step log cat /run/sudo.log
            step state stat -c '%a %U' /var/lib/handbill /var/lib/handbill/handbill.sqlite
            step uninstall make -s -C '\(PackageRoot.path)' uninstall
            step gone test ! -e /usr/local/bin/handbill -a ! -e /etc/sudoers.d/handbill -a -e /etc/handbill/handbill.yaml
            step kept test -e /var/lib/handbill/handbill.sqlite -a -d /var/spool/handbill
            """)
        for name in [
            "install", "submit", "list", "variable", "close", "print", "show", "order", "find", "dispatch", "today",
            "uninstall", "gone",
            "kept",
        ] {
            let step = try #require(steps[name])
            #expect(step.exitCode == 0, "\(name): \(step.complaints)")
        }
        #expect(steps["spool"]?.text == "2770 handbill handbill\n2770 handbill handbill\n")
        for name in ["list", "variable"] {
            let orders = try JSONDecoder().decode([ListedOrder].self, from: #require(steps[name]).output)
            #expect(orders.count == 2, "\(name): not those of a file or a variable of the caller's")
        }
        let batch = try JSONDecoder().decode(ShownBatch.self, from: #require(steps["show"]).output)
        #expect(batch.orders.count == 2)
        for name in [
            "config", "equals", "folder", "set", "file", "check", "settings", "serve", "shell", "root", "other",
        ] {
            let step = try #require(steps[name])
            #expect(step.exitCode == 1, "\(name)")
            #expect(step.complaints.contains(/sudo: |not allowed/), "\(name): \(step.complaints)")
            #expect(step.text.isEmpty, "\(name)")
        }
        #expect(steps["order"]?.text.contains("desk-member") == true, "the history says who closed the batch")
        let log = try #require(steps["log"]?.text)
        #expect(log.contains("--config=handbill.yaml"), "what is refused is logged")
        #expect(!log.contains("Exampleton"), "what is allowed isn't: it may hold names")
        #expect(steps["alone"]?.exitCode == 77, "\(String(describing: steps["alone"]?.complaints))")
        #expect(steps["state"]?.text == "700 handbill\n600 handbill\n")
    }
}
