# Intune: the detection half of a remediation. Exit 0: nothing to do. Exit 1: what is printed is not as it should be.
# Written by `make deploy`; change the tables below, and keep the rest as it is.
# What IT chooses for the agent. Lines you take out are left to settings.json, or to the default.
$Settings = [ordered]@{
    'policy' = 'default'  # The policy in force: the name of one that is shipped, or a file's full path.
    'rules_overlay' = ''  # A folder with the school's own rules, by its full path; one of the same id replaces ours.
    'update_key' = ''  # The public key that a set of rules must be signed with before `safe-to-paste update` takes it.
    'phase' = ''  # The phase this laptop is used in, where it differs from the policy's.
    'read_pictures' = 'off'  # Whether words in pictures are read, where Tesseract is installed; about a picture the person is asked anyway.
}

# Also ask of the browsers what is recommended (see the pack's README), not only what is needed.
$Recommended = $false

# Which browsers: 'chrome', 'edge', 'firefox'.
$Browsers = @('chrome', 'edge', 'firefox')

$Ours = 'HKLM:\' + 'SOFTWARE\Policies\SafeToPaste'
$FirefoxKey = 'HKLM:\' + 'SOFTWARE\Policies\Mozilla\Firefox'
$FirefoxId = 'safe-to-paste@safetopaste.org'
$FirefoxEntry = '{"installation_mode": "force_installed", "install_url": "https://addons.mozilla.org/firefox/downloads/latest/safe-to-paste@safetopaste.org/latest.xpi", "private_browsing": true, "default_area": "navbar"}'
$Forced = @(
    @{ Browser = 'chrome'; Key = 'SOFTWARE\Policies\Google\Chrome\ExtensionInstallForcelist'; Data = 'nnkimfljjmmpkobacflcjplfbamhfben;https://clients2.google.com/service/update2/crx' }
    @{ Browser = 'edge'; Key = 'SOFTWARE\Policies\Microsoft\Edge\ExtensionInstallForcelist'; Data = 'nnkimfljjmmpkobacflcjplfbamhfben;https://edge.microsoft.com/extensionwebstorebase/v1/crx' }
)
$Policies = @(
    @{ Browser = 'chrome'; Needed = $true; Key = 'SOFTWARE\Policies\Google\Chrome\NativeMessagingAllowlist'; Name = ''; Data = 'org.safetopaste.agent' }
    @{ Browser = 'edge'; Needed = $true; Key = 'SOFTWARE\Policies\Microsoft\Edge\NativeMessagingAllowlist'; Name = ''; Data = 'org.safetopaste.agent' }
    @{ Browser = 'chrome'; Needed = $true; Key = 'SOFTWARE\Policies\Google\Chrome'; Name = 'NativeHostsExecutablesLaunchDirectly'; Data = 1 }
    @{ Browser = 'edge'; Needed = $true; Key = 'SOFTWARE\Policies\Microsoft\Edge'; Name = 'NativeHostsExecutablesLaunchDirectly'; Data = 1 }
    @{ Browser = 'chrome'; Needed = $false; Key = 'SOFTWARE\Policies\Google\Chrome'; Name = 'NativeMessagingUserLevelHosts'; Data = 0 }
    @{ Browser = 'edge'; Needed = $false; Key = 'SOFTWARE\Policies\Microsoft\Edge'; Name = 'NativeMessagingUserLevelHosts'; Data = 0 }
    @{ Browser = 'chrome'; Needed = $false; Key = 'SOFTWARE\Policies\Google\Chrome\MandatoryExtensionsForIncognitoNavigation'; Name = ''; Data = 'nnkimfljjmmpkobacflcjplfbamhfben' }
    @{ Browser = 'edge'; Needed = $false; Key = 'SOFTWARE\Policies\Microsoft\Edge\MandatoryExtensionsForIncognitoNavigation'; Name = ''; Data = 'nnkimfljjmmpkobacflcjplfbamhfben' }
    @{ Browser = 'chrome'; Needed = $false; Key = 'SOFTWARE\Policies\Google\Chrome'; Name = 'BrowserGuestModeEnabled'; Data = 0 }
    @{ Browser = 'edge'; Needed = $false; Key = 'SOFTWARE\Policies\Microsoft\Edge'; Name = 'BrowserGuestModeEnabled'; Data = 0 }
    @{ Browser = 'chrome'; Needed = $false; Key = 'SOFTWARE\Policies\Google\Chrome\ExtensionInstallTypeBlocklist'; Name = ''; Data = 'command_line' }
    @{ Browser = 'edge'; Needed = $false; Key = 'SOFTWARE\Policies\Microsoft\Edge\ExtensionInstallTypeBlocklist'; Name = ''; Data = 'command_line' }
    @{ Browser = 'chrome'; Needed = $false; Key = 'SOFTWARE\Policies\Google\Chrome'; Name = 'GeminiSettings'; Data = 1 }
    @{ Browser = 'chrome'; Needed = $false; Key = 'SOFTWARE\Policies\Google\Chrome'; Name = 'AIModeSettings'; Data = 1 }
    @{ Browser = 'chrome'; Needed = $false; Key = 'SOFTWARE\Policies\Google\Chrome'; Name = 'SearchContentSharingSettings'; Data = 1 }
    @{ Browser = 'chrome'; Needed = $false; Key = 'SOFTWARE\Policies\Google\Chrome'; Name = 'HelpMeWriteSettings'; Data = 2 }
    @{ Browser = 'edge'; Needed = $false; Key = 'SOFTWARE\Policies\Microsoft\Edge'; Name = 'HubsSidebarEnabled'; Data = 0 }
    @{ Browser = 'edge'; Needed = $false; Key = 'SOFTWARE\Policies\Microsoft\Edge'; Name = 'Microsoft365CopilotChatIconEnabled'; Data = 0 }
    @{ Browser = 'firefox'; Needed = $false; Key = 'SOFTWARE\Policies\Mozilla\Firefox\GenerativeAI'; Name = 'Enabled'; Data = 0 }
    @{ Browser = 'firefox'; Needed = $false; Key = 'SOFTWARE\Policies\Mozilla\Firefox\GenerativeAI'; Name = 'Locked'; Data = 1 }
    @{ Browser = 'firefox'; Needed = $false; Key = 'SOFTWARE\Policies\Mozilla\Firefox\AIControls\SidebarChatbot'; Name = 'Value'; Data = 'blocked' }
    @{ Browser = 'firefox'; Needed = $false; Key = 'SOFTWARE\Policies\Mozilla\Firefox\AIControls\SidebarChatbot'; Name = 'Locked'; Data = 1 }
    @{ Browser = 'chrome'; Needed = $true; Key = 'SOFTWARE\Policies\Google\Chrome\3rdparty\extensions\nnkimfljjmmpkobacflcjplfbamhfben\policy'; Name = 'profile'; Data = 'staff' }
    @{ Browser = 'edge'; Needed = $true; Key = 'SOFTWARE\Policies\Microsoft\Edge\3rdparty\extensions\nnkimfljjmmpkobacflcjplfbamhfben\policy'; Name = 'profile'; Data = 'staff' }
    @{ Browser = 'firefox'; Needed = $true; Key = 'SOFTWARE\Policies\Mozilla\Firefox\3rdparty\Extensions\safe-to-paste@safetopaste.org'; Name = 'profile'; Data = 'staff' }
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

$found = @()
$version = Read-Value ('HKLM:\' + 'SOFTWARE\SafeToPaste') 'Version'
if (-not $version) { $found += 'the agent is not installed' }
elseif ([version]$version -lt [version]'0.1.0') { $found += "the agent is version $version, older than " + '0.1.0' }
foreach ($name in $Settings.Keys) {
    if ((Read-Value $Ours $name) -ne $Settings[$name]) { $found += "setting $name" }
}
foreach ($each in $WantedForced) {
    if (-not (Test-InList ('HKLM:\' + $each.Key) $each.Data)) { $found += $each.Key }
}
foreach ($each in $Wanted) {
    if (-not (Test-Policy $each)) { $found += $each.Key + '\' + $each.Name }
}
if ($Browsers -contains 'firefox' -and $null -eq (Read-FirefoxTable).$FirefoxId) { $found += 'ExtensionSettings of Firefox' }
# What an older version or a person left would stand in for our host: browsers read these before the right ones.
foreach ($host_ in 'SOFTWARE\Google\Chrome\NativeMessagingHosts\org.safetopaste.agent', 'SOFTWARE\Chromium\NativeMessagingHosts\org.safetopaste.agent', 'SOFTWARE\Microsoft\Edge\NativeMessagingHosts\org.safetopaste.agent', 'SOFTWARE\Mozilla\NativeMessagingHosts\org.safetopaste.agent') {
    if (Test-Path ('HKLM:\' + $host_.Replace('SOFTWARE\', 'SOFTWARE\WOW6432Node\'))) { $found += "a 32-bit entry of $host_" }
}
if ($found) { Write-Output ('Not as it should be: ' + ($found -join '; ')); exit 1 }
Write-Output 'As it should be'
exit 0
