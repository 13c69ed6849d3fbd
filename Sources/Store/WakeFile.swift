import Glibc

/// `<state>/wake`: touched after each commit that makes work, watched by the service, so that nothing polls.
///
/// It carries no news of its own. If it can't be touched, the commit stands all the same, and the work is found when
/// the service next looks.
struct WakeFile: Sendable {
    let path: String

    init(in directory: String) {
        path = directory + "/wake"
    }

    func touch() {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        futimens(file, nil)
        close(file)
    }
}
