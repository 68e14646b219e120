import { open, address, close } from "./support.mjs";
for (const [name,w,scheme,q] of [["a",1280,"light","release of inf"],["b",1280,"dark","needs assesment"],["c",320,"light","ROI"],["d",1280,"light",""],["e",700,"light","30 days"]]) {
  const page = await open(address("policies/intake.html"), { viewport:{width:w,height:1000}, colorScheme: scheme });
  await page.keyboard.press("/");
  await page.keyboard.type(q,{delay:20});
  await page.waitForTimeout(600);
  await page.keyboard.press("ArrowDown");
  await page.waitForTimeout(300);
  await page.screenshot({path:`/tmp/shot-${name}.png`});
  console.log(page.mistakes);
  await close(page);
}
process.exit(0)
