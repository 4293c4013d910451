# Written by `make deploy`; change the tables below, and keep the rest as it is.
# What IT chooses for the agent. Lines you take out are left to settings.json, or to the default.
$Settings = [ordered]@{
@SETTINGS@
}

# Also ask of the browsers what is recommended (see the pack's README), not only what is needed.
$Recommended = $false

# Which browsers: 'chrome', 'edge', 'firefox'.
$Browsers = @('chrome', 'edge', 'firefox')

$Ours = 'HKLM:\' + @OURS@
$FirefoxKey = 'HKLM:\' + @FIREFOX_KEY@
$FirefoxId = @FIREFOX_ID@
$FirefoxEntry = @FIREFOX@
$Forced = @(
@FORCED@
)
$Policies = @(
@POLICIES@
)

function Read-Value($Key, $Name) {
    $item = Get-Item -LiteralPath $Key -ErrorAction SilentlyContinue
    if ($null -ne $item) { $item.GetValue($Name) }
}

function Test-InList($Key, $Data) {
    $item = Get-Item -LiteralPath $Key -ErrorAction SilentlyContinue
    $null -ne $item -and @($item.GetValueNames() | Where-Object { $item.GetValue($_) -eq $Data }).Count -gt 0
}

function Test-Policy($Each) {
    $key = 'HKLM:\' + $Each.Key
    if ($Each.Name) { (Read-Value $key $Each.Name) -eq $Each.Data } else { Test-InList $key $Each.Data }
}

function Read-FirefoxTable {
    $text = @(Read-Value $FirefoxKey 'ExtensionSettings') -join "`n"
    if ($text.Trim()) { ConvertFrom-Json $text } else { [pscustomobject]@{} }
}

$Wanted = @($Policies | Where-Object { $Browsers -contains $_.Browser -and ($_.Needed -or $Recommended) })
$WantedForced = @($Forced | Where-Object { $Browsers -contains $_.Browser })
