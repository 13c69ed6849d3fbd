import ArgumentParser
import Foundation
import Settings

struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Print every settings key with its default and what it means.",
        discussion: "A start for a settings file of your own: handbill settings > handbill.yaml")

    @OptionGroup var common: CommonOptions
    func run() throws {
        try StandardOutput.write(Data(Settings.annotatedDefaults().utf8))
    }
}
