import Fulfilment
import Orders
import Press
import Settings
import Store
import Templates
import Web
import Wire

extension Failure {
    /// What a command says of an error, and its exit code.
    init(explaining error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as SettingsError: self.init(.settings, "the settings are not right:\n\(error)")
        case let error as StoreError: self.init(error.exitCode, "\(error)", hint: error.hint)
        case let refusal as Mender.Refusal:
            self.init(
                .data, refusal.problems.map { "\($0.field): \($0.sentence)" }.joined(separator: "\n  "),
                hint: "nothing was changed")
        case let error as SelectionProblems:
            self.init(
                .data, error.problems.prefix(10).map { "--\($0.field): \($0.sentence)" }.joined(separator: "\n  "))
        case let problem as FileProblem: self.init(problem.kind == .missing ? .notFound : .data, "\(problem)")
        case let failure as DurableFile.Failure: self.init(.cannotWrite, "\(failure)")
        case let problem as PrintingProblem:
            self.init(.data, "\(problem)", hint: "handbill batch show ID lists its packets, orders and bundles")
        case let error as PressError: self.init(error.exitCode, "\(error)", hint: error.hint)
        case let problem as PrintProblem: self.init(problem.exitCode, "\(problem)", hint: problem.hint)
        case let problem as WireProblem: self.init(.settings, "\(problem)")
        case let problem as TemplateProblem: self.init(.settings, "\(problem)")
        default: self.init(.internal, "\(error)")
        }
    }
}

extension StoreError {
    fileprivate var exitCode: Failure.Code {
        switch self {
        case .foreignOwner: .permission
        case .cannotOpen: .cannotCreate
        case .newerDatabase, .notDurable: .settings
        case .busy, .servedByEarlierVersion: .tryAgain
        case .diskFull, .writeFailed: .cannotWrite
        case .noSuchOrder, .noSuchBatch, .noSuchMail, .noSuchToken: .notFound
        case .stateForbids, .notInBatch, .partlyPosted, .nothingToUndo, .tooLateToUndo, .sentAgain, .noMailAddress,
            .notWhole, .requestKeyUsed, .tokenExists:
            .data
        case .staleClaim, .ownerGone, .changedMeanwhile: .tryAgain
        case .planDoesNotFit: .tryAgain
        case .damaged, .database: .internal
        }
    }
}

extension PrintProblem {
    fileprivate var exitCode: Failure.Code {
        switch kind {
        case .unreachable, .refused: .unavailable
        case .noPrinter: .notFound
        case .notReady, .stopped: .tryAgain
        case .unsupported: .data
        case .notAllowed: .permission
        }
    }
}

extension PressError {
    fileprivate var hint: String? {
        switch self {
        case .noPage: "--sheet counts the sheets of the last printing; print the paper whole to see them"
        case .noLabel: "handbill sheet outline shows the labels with their numbers"
        case .unwritable: "make room, or name another folder"
        default: nil
        }
    }

    fileprivate var exitCode: Failure.Code {
        switch self {
        case .noFont, .fontLacks, .sheet, .content, .profile, .unknownPaper: .settings
        case .unprintable, .noPage, .noLabel: .data
        case .unwritable: .cannotWrite
        case .library: .internal
        }
    }
}
